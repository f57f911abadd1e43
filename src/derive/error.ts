import { UsageError } from '../errors.ts';

/** A document, or the folder of documents, that cannot be understood. `line` counts from 1; null: no line is to blame. */
export class DeriveError extends UsageError {
  override name = 'DeriveError';
  readonly file: string;
  readonly line: number | null;

  constructor(file: string, line: number | null, message: string) {
    super(`${file}${line === null ? '' : `:${line}`}: ${message}`);
    this.file = file;
    this.line = line;
  }
}

import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { UsageError, messageOf } from '../errors.ts';
import { openApiOf } from '../openapi/document.ts';
import type { ExportOptions } from './commands/export.ts';

/** `cordon export openapi`: to stdout, or into a file. */
export function exportOpenApiCommand(o: ExportOptions): void {
  const document = openApiOf(o.profile);
  const text = o.yaml ? stringify(document) : `${JSON.stringify(document, null, 2)}\n`;
  if (o.out === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(o.out, text);
  } catch (error) {
    throw new UsageError(`cannot write ${o.out}: ${messageOf(error)}`);
  }
}

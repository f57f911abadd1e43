import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMAS_DIR } from '../contract/load.ts';

/** The formats that are written through a redactor. */
const FORMATS = ['trace', 'world', 'report', 'scenario'] as const;

let words: ReadonlySet<string> | undefined;

/**
 * True when a text is part of a field's name or of a fixed value of our file formats, such as `expired` or `no-role`.
 * A secret like that cannot be hidden, and a search for it would break each line.
 */
export function isInFormat(text: string): boolean {
  words ??= new Set(FORMATS.flatMap((format) => wordsOf(readSchema(format))));
  return [...words].some((word) => word.includes(text));
}

function wordsOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsOf);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === 'const' || keyword === 'enum')
      return [value].flat().filter((item) => typeof item === 'string');
    if (keyword === 'properties')
      return [...Object.keys(value as object), ...Object.values(value as object).flatMap(wordsOf)];
    return wordsOf(value);
  });
}

function readSchema(format: (typeof FORMATS)[number]): unknown {
  return JSON.parse(readFileSync(join(SCHEMAS_DIR, 'harness', `${format}.json`), 'utf8'));
}

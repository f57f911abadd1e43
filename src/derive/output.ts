import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DOCUMENT_PROFILES, type Facts } from '../contract/facts.ts';
import { SCHEMAS_DIR, loadFacts } from '../contract/load.ts';
import { SCHEMA_NAMES, schemasOf } from './schemas.ts';

/** A derived file: its path under `schemas/`, and its text. */
export type DerivedFile = { path: string; text: string };

/** All files that facts give, in a fixed order and to the byte. */
export function derivedFiles(facts: Facts[]): DerivedFile[] {
  const schemas = Object.entries(schemasOf(facts)).flatMap(([profile, four]) =>
    SCHEMA_NAMES.map((name) => ({ path: `api/${profile}/${name}.json`, text: toJson(four[name]) })),
  );
  return [...facts.map((one) => ({ path: `facts/${one.profile}.json`, text: toJson(one) })), ...schemas];
}

/** Writes facts and schemas under `dir`, the project's `schemas/` unless said otherwise. @returns the paths that changed. */
export function writeDerived(facts: Facts[], dir: string = SCHEMAS_DIR): string[] {
  const stale = staleFiles(facts, dir);
  for (const { path, text } of derivedFiles(facts).filter((file) => stale.includes(file.path))) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return stale;
}

/** Paths of derived files that are missing or have other bytes than these facts give. */
export function staleFiles(facts: Facts[], dir: string = SCHEMAS_DIR): string[] {
  return derivedFiles(facts)
    .filter(({ path, text }) => textAt(join(dir, path)) !== text)
    .map(({ path }) => path);
}

/** The facts that are committed in `schemas/facts/`, in the order of the profiles. */
export function committed(): Facts[] {
  return DOCUMENT_PROFILES.map((profile) => loadFacts(profile));
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

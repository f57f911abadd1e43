import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { Fault, World } from '../contract/world.ts';
import { readHarnessFile } from '../files/validate.ts';
import type { Mean, TokenUse } from '../trace/lines.ts';

/** One call of a scenario; the meaning of each field is in schemas/harness/scenario.json. */
export type CallSpec = {
  machine?: 'known' | 'unknown';
  file?: 'present' | 'inert' | 'again';
  upperCase?: boolean;
  comment?: string;
  omit?: ('Comment' | 'Sha1')[];
  replace?: Record<string, unknown>;
  rawBody?: string;
  token?: Exclude<TokenUse, 'unknown'>;
  scheme?: string;
  method?: string;
  contentType?: string | null;
  read?: 'one' | 'list';
  waitMs?: number;
};

/** A situation: a world and the calls to make. It holds no expectation. */
export type Scenario = {
  id: string;
  title: string;
  party: 'service' | 'client';
  needs: Mean[];
  world?: { machines: number; files: number; quotaUsed?: World['quotaUsed']; faults?: Fault[] };
  calls?: CallSpec[];
  cases?: { valid: number; broken: number };
  probe?: 'minute' | 'hour';
};

const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));

/** The scenarios of these folders, regressions first, in the order of their file names. @throws UsageError */
export function loadScenarios(party: Scenario['party']): Scenario[] {
  const folders = party === 'service' ? ['regressions', 'service', 'limits'] : ['regressions', 'client'];
  return folders
    .flatMap((folder) =>
      readdirSync(join(FOLDER, folder))
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .map((name) => readHarnessFile<Scenario>('scenario', join(FOLDER, folder, name))),
    )
    .filter((scenario) => scenario.party === party);
}

import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../errors.ts';
import { LOAD_DIR } from './profile.ts';

/** The absolute path of a policy file. @throws UsageError where there is no such file */
export function policyFile(policy: string): string {
  const path = resolve(policy);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new UsageError(
      `there is no policy file ${policy}; it has to export createPolicy, as load/policies/policy.ts describes it`,
    );
  return path;
}

/**
 * The k6 script that carries out a policy file of somebody else. k6 strips types file by file and resolves nothing but whole
 * addresses, so both files are named by theirs.
 * @param policyPath absolute
 */
export function entryFor(policyPath: string): string {
  const driver = pathToFileURL(join(LOAD_DIR, 'scripts', 'drive.ts')).href;
  return `import { createPolicy } from ${JSON.stringify(pathToFileURL(policyPath).href)};
import { createDriver } from ${JSON.stringify(driver)};
const driver = createDriver(createPolicy);
export const options = driver.options;
export const handleSummary = driver.handleSummary;
const run = driver.run;
export { run as default };
`;
}

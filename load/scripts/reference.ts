/** `k6 run load/scripts/reference.ts`: the policy that keeps Retry-After. Its variables are told in drive.ts. */
import { createPolicy } from '../policies/retry-after.ts';
import { createDriver } from './drive.ts';

const driver = createDriver(createPolicy);

export const options = driver.options;
export const handleSummary = driver.handleSummary;
export { run as default };

const run = driver.run;

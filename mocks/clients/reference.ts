#!/usr/bin/env node
/** The reference client: `reference.ts` for one call, `reference.ts --stdio` for JSON Lines; see run.ts for its styles. */
import { runClient } from './run.ts';

await runClient(process.argv.slice(2));

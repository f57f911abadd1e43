#!/usr/bin/env node
/** The reference client with one change: `mutant.ts ID [--stdio] [styles of the reference client]`. */
import { runClient } from '../../clients/run.ts';
import { CLIENT_MUTANTS } from './mutants.ts';

const [id, ...args] = process.argv.slice(2);
const mutant = CLIENT_MUTANTS.find((one) => one.id === id);
if (!mutant) {
  process.stderr.write(
    `there is no mutant ${id}; there are ${CLIENT_MUTANTS.map((one) => one.id).join(', ')}\n`,
  );
  process.exit(64);
}
await runClient(args, {
  ...(mutant.steps ? { steps: mutant.steps } : {}),
  ...(mutant.manner ? { manner: mutant.manner } : {}),
});

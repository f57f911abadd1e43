import { Command, CommanderError } from 'commander';
import { BrokenError, UsageError, messageOf } from '../errors.ts';
import { createRedactor } from '../trace/redact.ts';
import { secretsFrom } from '../run/environment.ts';
import { CORDON_VERSION } from '../run/open-run.ts';
import { addCheck } from './commands/check.ts';
import { addDerive } from './commands/derive.ts';
import { addGate } from './commands/gate.ts';
import { addInit } from './commands/init.ts';
import { addJudge } from './commands/judge.ts';
import { addList } from './commands/list.ts';
import { addExport } from './commands/export.ts';
import { addLoad } from './commands/load.ts';
import { addRecord } from './commands/record.ts';
import { addServe } from './commands/serve.ts';
import { addShow } from './commands/show.ts';

/** 0 passed · 1 failed · 2 bad usage · 3 incomplete · 4 broken. An uncaught error is 4, never 1. */
export async function main(argv: readonly string[]): Promise<void> {
  const redactor = createRedactor(secretsFrom(process.env));
  const say = (text: string) => process.stderr.write(`${redactor.text(text)}\n`);
  const program = new Command('cordon')
    .description(
      'Checks services and clients of the operation Stop and quarantine file against its contract.',
    )
    .version(CORDON_VERSION)
    .configureOutput({ writeErr: (text) => say(text.trimEnd()) })
    .showHelpAfterError('(cordon --help, or cordon COMMAND --help, says what is allowed)')
    .exitOverride()
    .enablePositionalOptions();
  for (const add of [
    addGate,
    addCheck,
    addServe,
    addRecord,
    addJudge,
    addShow,
    addLoad,
    addDerive,
    addExport,
    addInit,
    addList,
  ])
    add(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    if (error instanceof UsageError) {
      say(`cordon: ${error.message}`);
      process.exitCode = 2;
      return;
    }
    say(
      error instanceof BrokenError
        ? `cordon: broken: ${error.message}`
        : `cordon: an error of its own: ${stackOf(error)}`,
    );
    process.exitCode = 4;
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : messageOf(error);
}

for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => {
    const redactor = createRedactor(secretsFrom(process.env));
    process.stderr.write(`${redactor.text(`cordon: an error of its own: ${stackOf(error)}`)}\n`);
    process.exit(4);
  });

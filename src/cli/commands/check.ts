import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { realClock, todayOn } from '../../clock/clock.ts';
import type { Command } from 'commander';
import { Option } from 'commander';
import { addCommon, commaList, positiveNumber, wholeNumber, type CommonOptions } from '../options.ts';
import { finish, interruptSignal, progressTo } from '../finish.ts';
import { createRedactor } from '../../trace/redact.ts';
import { secretsFrom } from '../../run/environment.ts';
import { prepareOut } from '../../report/outputs.ts';

export type ServiceOptions = CommonOptions & {
  world?: string;
  machine?: string;
  sha1?: string;
  tokenUrl?: string;
  lab?: boolean;
  exclusive?: boolean;
  allow?: string[];
  timeScale?: number;
  only?: string[];
  cases?: number;
  budget?: number;
  confirm?: string;
  config?: string;
  verbose?: boolean;
};
type ClientOptions = CommonOptions & {
  driver: 'per-call' | 'stdio';
  scenario?: string[];
  timeScale: number;
  verbose?: boolean;
};

/** What `--allow` takes. `reads` is one more than the effects: it says that the service serves the reads as well. */
const ALLOWED = ['actions', 'quota', 'hour', 'reads'];

export function addCheck(program: Command): void {
  const check = program.command('check').description('check one service or one client');
  addServiceOptions(check.command('service'))
    .description('check a service')
    .action(async (target: string, options: ServiceOptions) => {
      const { checkServiceCommand } = await import('../check-service.ts');
      await checkServiceCommand(target, options);
    });
  addServiceOptions(program.command('plan').description('what a check would send').command('service'))
    .description('print every call that check service would make, and send nothing')
    .action(async (target: string, options: ServiceOptions) => {
      const { planServiceCommand } = await import('../check-service.ts');
      await planServiceCommand(target, options);
    });
  addCommon(check.command('client'))
    .argument('<command...>', 'the client under test, after --')
    .description('check a client: node client.js, python adapter.py, …')
    .addOption(
      new Option('--driver <driver>', 'how it is called').choices(['per-call', 'stdio']).default('per-call'),
    )
    .option('--scenario <ids>', 'these scenarios alone', commaList())
    .option('--time-scale <n>', 'the emulator’s minute lasts 60/n seconds', positiveNumber, 1)
    .option('--verbose', 'print what passed as well')
    .passThroughOptions()
    .action(async (command: string[], options: ClientOptions) => {
      const { runClientCheck } = await import('../../run/check-client.ts');
      const { loadWaivers, waiversFor } = await import('../../run/waivers.ts');
      const redactor = createRedactor(secretsFrom(process.env));
      const waivers = loadWaivers(options.waivers, todayOn(realClock()));
      if (options.out !== undefined) prepareOut(options.out);
      const { report, run, log } = await runClientCheck({
        command,
        driver: options.driver,
        profile: options.profile,
        timeScale: options.timeScale,
        strict: options.strict,
        seed: options.seed,
        waivers: waiversFor(waivers, options.profile, ['client', command.join(' ')]),
        signal: interruptSignal(),
        progress: progressTo(redactor),
        // All client scenarios are quick so far: `quick` is another word for all of them.
        ...(options.scenario && options.scenario.join() !== 'quick' ? { scenarios: options.scenario } : {}),
        ...(options.out === undefined ? {} : { out: options.out }),
      });
      const { traceOf } = await import('../trace-of.ts');
      if (options.out !== undefined) writeFileSync(join(options.out, 'client.log'), log);
      finish(report, {
        redactor: run.redactor,
        lines: () => run.lines(),
        ...traceOf(options.out),
        ...(options.verbose ? { verbose: true } : {}),
      });
    });
}

function addServiceOptions(command: Command): Command {
  return addCommon(command)
    .argument('<target>', 'mock, emulator, or the URL of a service')
    .option('--world <file>', 'its inventory; format schemas/harness/world.json')
    .option('--machine <id>', 'in place of --world: one machine …')
    .option('--sha1 <hash>', '… and one file on it')
    .option('--token-url <url>', 'where CORDON_CLIENT_ID and CORDON_CLIENT_SECRET earn a token')
    .option('--lab', 'a service of ours although it is not on loopback')
    .option('--exclusive', 'nobody else calls it, now or in the last two hours')
    .option('--allow <list>', `what it may cost: ${ALLOWED.join(', ')}`, commaList(ALLOWED))
    .option('--time-scale <n>', 'its minute lasts 60/n seconds', positiveNumber)
    .option('--only <ids>', 'these requirements alone', commaList())
    .option('--cases <n>', 'most generated cases with a broken rule', wholeNumber(0))
    .option('--budget <n>', 'most calls to a tenant', wholeNumber(1))
    .option('--confirm <hash>', 'the plan that a tenant run may carry out')
    .option('--config <file>', 'configuration with the tenant allow-list', 'cordon.config.json')
    .option('--verbose', 'print what passed as well');
}

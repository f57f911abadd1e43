import { realClock, todayOn } from '../../clock/clock.ts';
import type { Command } from 'commander';
import { addCommon, positiveNumber, type CommonOptions } from '../options.ts';
import { finish, interruptSignal, progressTo } from '../finish.ts';
import { prepareOut } from '../../report/outputs.ts';
import { createRedactor } from '../../trace/redact.ts';
import { secretsFrom } from '../../run/environment.ts';

type Options = CommonOptions & { policy?: string; timeScale: number; force?: boolean; verbose?: boolean };

export function addLoad(program: Command): void {
  addCommon(program.command('load'))
    .argument('<name>', 'a file of load/profiles, without .json')
    .option('--policy <file>', 'the client’s policy; default: the profile’s')
    .option('--time-scale <n>', 'the emulator’s minute lasts 60/n seconds', positiveNumber, 1)
    .option('--force', 'allow a time scale above 20')
    .option('--verbose', 'print what passed as well')
    .description('run a client policy in a real k6 against the emulator')
    .action(async (name: string, options: Options) => {
      const { runLoad } = await import('../../run/load.ts');
      const { loadWaivers, waiversFor } = await import('../../run/waivers.ts');
      const redactor = createRedactor(secretsFrom(process.env));
      const waivers = loadWaivers(options.waivers, todayOn(realClock()));
      if (options.out !== undefined) prepareOut(options.out);
      const report = await runLoad({
        name,
        profile: options.profile,
        timeScale: options.timeScale,
        force: options.force ?? false,
        strict: options.strict,
        seed: options.seed,
        waivers: waiversFor(waivers, options.profile, ['emulator', name]),
        signal: interruptSignal(),
        progress: progressTo(redactor),
        ...(options.policy === undefined ? {} : { policy: options.policy }),
        ...(options.out === undefined ? {} : { out: options.out }),
      });
      const { traceOf } = await import('../trace-of.ts');
      finish(report, { redactor, ...traceOf(options.out), ...(options.verbose ? { verbose: true } : {}) });
    });
}

import type { Command } from 'commander';
import { finish, interruptSignal, progressTo } from '../finish.ts';

type Options = { config: string; documents?: string; json?: boolean; out?: string };

export function addGate(program: Command): void {
  program
    .command('gate')
    .option('--config <file>', 'the targets', 'cordon.config.json')
    .option('--documents <dir>', 'folder with the five documents, to look for drift')
    .option('--json', 'print the report as JSON')
    .option('--out <dir>', 'folder for report.json and the other files')
    .description('check every target of the configuration: one verdict')
    .action(async (options: Options) => {
      const { realClock, todayOn } = await import('../../clock/clock.ts');
      const { prepareOut } = await import('../../report/outputs.ts');
      const { loadConfig } = await import('../../run/config.ts');
      const { secretsFrom } = await import('../../run/environment.ts');
      const { loadWaivers } = await import('../../run/waivers.ts');
      const { runGate } = await import('../../run/gate.ts');
      const { createRedactor } = await import('../../trace/redact.ts');
      const clock = realClock();
      const config = loadConfig(options.config);
      const waivers = loadWaivers(config.waivers, todayOn(clock));
      if (options.out !== undefined) prepareOut(options.out);
      const redactor = createRedactor(secretsFrom(process.env));
      const report = await runGate({
        config,
        configPath: options.config,
        waivers,
        environment: process.env,
        clock,
        signal: interruptSignal(),
        progress: progressTo(redactor),
        ...(options.documents === undefined ? {} : { documents: options.documents }),
        ...(options.out === undefined ? {} : { out: options.out }),
      });
      finish(report, {
        redactor,
        ...(options.out === undefined ? {} : { out: options.out }),
        ...(options.json ? { json: true } : {}),
      });
    });
}

import { Option, type Command } from 'commander';
import { PROFILES, type ProfileId } from '../../contract/contract.ts';
import { commaList, portNumber, positiveNumber, wholeNumber } from '../options.ts';

export type ServeOptions = {
  profile: ProfileId;
  port: number;
  timeScale: number;
  seed: number;
  limiter: 'fixed-window' | 'sliding-log' | 'sliding-counter' | 'token-bucket';
  world?: string;
  saveWorld?: string;
  scenario?: string[];
  out?: string;
  strict: boolean;
};

export function addServe(program: Command): void {
  program
    .command('serve')
    .addOption(new Option('--profile <profile>', 'whose contract').choices(PROFILES).default('current'))
    .option('--port <n>', '0: any free one', portNumber, 0)
    .option('--time-scale <n>', 'its minute lasts 60/n seconds', positiveNumber, 1)
    .option('--seed <n>', 'seed of everything that is random', wholeNumber(0), 1)
    .addOption(
      new Option('--limiter <model>', 'how it counts')
        .choices(['fixed-window', 'sliding-log', 'sliding-counter', 'token-bucket'])
        .default('fixed-window'),
    )
    .option('--world <file>', 'its machines and files; default: made from the seed')
    .option('--save-world <file>', 'write its machines and files there, for check service --world')
    .option(
      '--scenario <id>',
      'a client scenario: its faults happen, and the calls are judged at the end',
      commaList(),
    )
    .option('--strict', 'conventions count as well', false)
    .option('--out <dir>', 'record a trace, and judge it at the end')
    .description('the emulator on a loopback port; Ctrl-C ends it')
    .action(async (options: ServeOptions) => {
      const { serveCommand } = await import('../serve.ts');
      await serveCommand(options);
    });
}

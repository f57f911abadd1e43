import { Option, type Command } from 'commander';
import { PROFILES, type ProfileId } from '../../contract/contract.ts';
import type { Party } from '../../trace/lines.ts';
import { commaList, portNumber, positiveNumber, wholeNumber } from '../options.ts';

export type RecordCommandOptions = {
  to: string;
  port: number;
  profile: ProfileId;
  party: Party;
  world?: string;
  lab?: boolean;
  exclusive?: boolean;
  allow?: string[];
  timeScale?: number;
  only?: string[];
  budget?: number;
  config?: string;
  verbose?: boolean;
  strict: boolean;
  waivers?: string;
  out?: string;
};

/** What the traffic may decide. Reads are not judged in a recording. */
const ALLOWED = ['actions', 'quota', 'hour'];

export function addRecord(program: Command): void {
  program
    .command('record')
    .requiredOption('--to <url>', 'the service: where calls are forwarded')
    .option('--port <n>', 'on 127.0.0.1; 0: any free one', portNumber, 0)
    .addOption(new Option('--profile <profile>', 'whose contract').choices(PROFILES).default('current'))
    .addOption(
      new Option('--party <party>', 'whom to judge; client: the traffic is one client’s')
        .choices(['service', 'client', 'both'])
        .default('service'),
    )
    .option('--world <file>', 'the service’s inventory; format schemas/harness/world.json')
    .option('--lab', 'a service of ours although it is not on loopback')
    .option('--exclusive', 'nobody else calls it, now or in the last two hours')
    .option('--allow <list>', `what is judged as well: ${ALLOWED.join(', ')}`, commaList(ALLOWED))
    .option('--time-scale <n>', 'its minute lasts 60/n seconds', positiveNumber)
    .option('--only <ids>', 'these requirements alone', commaList())
    .option('--budget <n>', 'most calls to a tenant', wholeNumber(1))
    .option('--config <file>', 'configuration with the tenant allow-list', 'cordon.config.json')
    .option('--strict', 'conventions count as well', false)
    .option('--waivers <file>', 'known fails; format schemas/harness/waivers.json')
    .option('--out <dir>', 'folder for report.json, trace.jsonl and the other files')
    .option('--verbose', 'print what passed as well')
    .description('a recording reverse proxy: the traffic of any tool, judged at Ctrl-C')
    .action(async (options: RecordCommandOptions) => {
      const { recordCommand } = await import('../record.ts');
      await recordCommand(options);
    });
}

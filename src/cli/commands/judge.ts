import type { Command } from 'commander';

type Options = { strict?: boolean; waivers?: string; out?: string; json?: boolean; verbose?: boolean };

export function addJudge(program: Command): void {
  program
    .command('judge')
    .argument('<trace...>', 'trace.jsonl files')
    .option('--strict', 'conventions count as well', false)
    .option('--waivers <file>', 'known fails')
    .option('--out <dir>', 'folder for report.json and the other files')
    .option('--json', 'print the report as JSON')
    .option('--verbose', 'print what passed as well')
    .description('judge traces that were recorded before')
    .action(async (traces: string[], options: Options) => {
      const { judgeCommand } = await import('../judge-traces.ts');
      judgeCommand(traces, options);
    });
}

export type { Options as JudgeOptions };

import type { Command } from 'commander';

export function addShow(program: Command): void {
  program
    .command('show')
    .argument('<trace:line>', 'a trace file and the number of one of its lines, such as out/trace.jsonl:12')
    .description('print the exchange that a trace line belongs to, as HTTP text')
    .action(async (place: string) => {
      const { showExchange } = await import('../show.ts');
      process.stdout.write(`${showExchange(place)}\n`);
    });
}

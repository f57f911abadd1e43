import { Argument, type Command } from 'commander';

const THINGS = ['requirements', 'scenarios', 'mutants', 'profiles'] as const;

export function addList(program: Command): void {
  program
    .command('list')
    .addArgument(new Argument('<what>', 'what to list').choices(THINGS))
    .option('--json', 'as JSON')
    .description('list what Cordon knows')
    .action(async (what: (typeof THINGS)[number], options: { json?: boolean }) => {
      const { listing } = await import('../listing.ts');
      const { data, lines } = await listing(what);
      process.stdout.write(options.json ? `${JSON.stringify(data, null, 2)}\n` : `${lines.join('\n')}\n`);
    });
}

import type { Command } from 'commander';

export function addDerive(program: Command): void {
  program
    .command('derive')
    .argument('<dir>', 'folder with the five documents')
    .option('--check', 'compare with what is committed and write nothing')
    .description('read the documents into facts and schemas')
    .action(async (dir: string, options: { check?: boolean }) => {
      const { deriveReport } = await import('../../run/derive.ts');
      const { text, exitCode } = await deriveReport(dir, options.check ?? false);
      process.stdout.write(`${text}\n`);
      process.exitCode = exitCode;
    });
}

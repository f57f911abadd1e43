import { Option, type Command } from 'commander';
import { PROFILES, type ProfileId } from '../../contract/contract.ts';

export type ExportOptions = { profile: ProfileId; out?: string; yaml?: boolean };

export function addExport(program: Command): void {
  program
    .command('export')
    .description('the contract in the form of another tool')
    .command('openapi')
    .addOption(new Option('--profile <profile>', 'whose contract').choices(PROFILES).default('current'))
    .option('--out <file>', 'write it there; default: print it')
    .option('--yaml', 'YAML in place of JSON')
    .description('OpenAPI 3.1 of the operation, as one profile knows it')
    .action(async (options: ExportOptions) => {
      const { exportOpenApiCommand } = await import('../export.ts');
      exportOpenApiCommand(options);
    });
}

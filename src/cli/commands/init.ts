import { existsSync, writeFileSync } from 'node:fs';
import { Argument, type Command } from 'commander';
import { UsageError, messageOf } from '../../errors.ts';

const CONFIG = `// What cordon gate checks. Comments are allowed. Format: schemas/harness/config.json
{
  // Whose contract applies: current, or one of the five documents (cordon list profiles).
  "profile": "current",

  "services": [
    {
      "name": "my-service",
      // Your service on loopback. To have it started and ended by the gate, add: "command": ["node", "server.js"]
      "url": "http://127.0.0.1:8080",
      // What the run may lean on. "token" needs CORDON_TOKEN in the environment. Add "actions" (calls with an effect) and
      // "quota" (the minute limit) together with "world" (a file with the machines and files that the service knows).
      "means": ["token"],
      // What has to be decided, else the gate is incomplete: "core", or a list of ids (cordon list requirements).
      "require": "core"
      // "world": "world.json", "timeScale": 1, "profiles": ["current"], "ready": "http://127.0.0.1:8080/healthz"
    }
  ],

  "clients": [
    // { "name": "my-client", "command": ["node", "client.js"], "driver": "per-call" }
  ],

  "load": [
    // { "name": "reference", "policy": "./my-policy.ts", "timeScale": 10 }
  ]

  // "waivers": "waivers.json", "documents": "documents"
}
`;

export function addInit(program: Command): void {
  program
    .command('init')
    .addArgument(new Argument('<what>', 'what to write').choices(['gate']))
    .option('--config <file>', 'where', 'cordon.config.json')
    .description('write a commented configuration to start from')
    .action((_what: string, options: { config: string }) => {
      if (existsSync(options.config))
        throw new UsageError(
          `${options.config} exists already; remove it, or name another file with --config`,
        );
      try {
        writeFileSync(options.config, CONFIG);
      } catch (error) {
        throw new UsageError(`cannot write ${options.config}: ${messageOf(error)}`);
      }
      process.stderr.write(
        `written: ${options.config}. Put your service or client into it, then: cordon gate\n`,
      );
    });
}

#!/usr/bin/env node
/** Programs that are no clients at all: `null-clients.ts ID`. None of them may ever pass. */

import { spawn } from 'node:child_process';

export type NullClient = {
  id: string;
  title: string;
  run(): void;
  /** Exit codes of the check under each driver: 1 for a broken promise, 3 where nothing is decided. */
  exitCodes: { 'per-call': 1 | 3; stdio: 1 | 3 };
};

const hang = () => void setInterval(() => undefined, 60_000);

export const NULL_CLIENTS: readonly NullClient[] = [
  {
    id: 'ends-at-once',
    title: 'ends with exit code 0 and does nothing',
    run: () => undefined,
    exitCodes: { 'per-call': 1, stdio: 1 },
  },
  {
    id: 'fails-at-once',
    title: 'ends with exit code 1 and does nothing',
    run: () => process.exit(1),
    exitCodes: { 'per-call': 3, stdio: 1 },
  },
  {
    id: 'prints-garbage',
    title: 'prints what is no JSON, and ends with exit code 0',
    run: () =>
      process.stdout.write('Usage: client [options]\n{"call":\n{"call":99,"action":{}}\nno line end'),
    exitCodes: { 'per-call': 1, stdio: 1 },
  },
  {
    id: 'supports-nothing',
    title: 'says of each call that it cannot make it',
    run() {
      process.stdin.on('data', (chunk: Buffer) => {
        for (const [, call] of chunk.toString().matchAll(/^\{"call":(\d+)/gm))
          process.stdout.write(`{"call":${call},"unsupported":"not in this version"}\n`);
      });
    },
    exitCodes: { 'per-call': 1, stdio: 3 },
  },
  {
    id: 'hangs',
    title: 'does nothing for ever',
    run: hang,
    exitCodes: { 'per-call': 3, stdio: 3 },
  },
  {
    id: 'will-not-go',
    title: 'does nothing for ever, takes no notice of SIGTERM, and has a child that does not either',
    run() {
      process.on('SIGTERM', () => undefined);
      if (process.argv[3] !== 'child')
        spawn(process.execPath, [import.meta.filename, 'will-not-go', 'child']);
      hang();
    },
    exitCodes: { 'per-call': 3, stdio: 3 },
  },
  {
    id: 'babbles',
    title: 'prints lines for ever',
    run: () => void setInterval(() => process.stdout.write('still working\n'), 20),
    exitCodes: { 'per-call': 3, stdio: 3 },
  },
  {
    id: 'floods',
    title: 'prints one line without an end',
    run() {
      const more = () => process.stdout.write('x'.repeat(65_536), more);
      more();
    },
    exitCodes: { 'per-call': 3, stdio: 3 },
  },
];

if (process.argv[1] === import.meta.filename) NULL_CLIENTS.find(({ id }) => id === process.argv[2])?.run();

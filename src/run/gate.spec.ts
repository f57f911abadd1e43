import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { realClock } from '../clock/clock.ts';
import type { Config } from './config.ts';
import { requiredIds, runGate } from './gate.ts';

const gate = (config: Config, more: { signal?: AbortSignal; environment?: Record<string, string> } = {}) =>
  runGate({
    config,
    configPath: 'cordon.config.json',
    waivers: [],
    environment: { PATH: process.env['PATH'], ...more.environment },
    clock: realClock(),
    signal: more.signal ?? new AbortController().signal,
    progress: () => undefined,
  });

test('all targets and profiles give one report, each verdict under its target and profile', async () => {
  const report = await gate({
    services: [{ name: 'ours', target: 'mock', profiles: ['preview-2017', 'windows-2019'] }],
  });
  expect(report.exitCode).toBe(0);
  expect(report.runs?.map(({ target, profile }) => `${target} ${profile}`)).toEqual([
    'ours preview-2017',
    'ours windows-2019',
  ]);
  expect(new Set(report.verdicts.map(({ target, profile }) => `${target} ${profile}`)).size).toBe(2);
  expect(report.totals.pass).toBe(report.verdicts.length);
  expect(report.notes).toEqual(['drift not checked: no folder of documents was given']);
});

test('a target that breaks leaves the others’ results, and the gate is broken', async () => {
  const report = await gate({
    services: [
      { name: 'ours', target: 'mock', profiles: ['preview-2017'] },
      { name: 'theirs', url: 'http://127.0.0.1:9', command: ['false'] },
    ],
  });
  expect(report.exitCode).toBe(4);
  expect(report.runs).toHaveLength(1);
  expect(report.notes).toContain(
    'broken: theirs, profile current: the command of the service theirs did not start: it ended with exit code 1 (false)',
  );
});

test('a service that cannot be decided leaves what the configuration requires unproven', async () => {
  const server = createServer((_, response) =>
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const report = await gate({
    services: [{ name: 'theirs', url, require: ['auth.missing', 'status.created'] }],
  });
  server.close();
  server.closeAllConnections();
  expect(report.verdicts.find(({ requirement }) => requirement === 'auth.missing')?.verdict).toBe('pass');
  expect(report.verdicts.find(({ requirement }) => requirement === 'status.created')).toMatchObject({
    verdict: 'unproven',
    reason: 'it is required, but the run lacks token, world, actions',
  });
  expect(report.exitCode).toBe(3);
});

test('core is what is documented and needs no more than a token', () => {
  expect(requiredIds('core', 'current')).toContain('validation.comment-required');
  expect(requiredIds('core', 'current')).not.toContain('status.created');
  expect(requiredIds('core', 'current')).not.toContain('auth.challenge');
});

test.each<[string, Config, string]>([
  [
    'an unknown requirement',
    { services: [{ name: 'x', url: 'http://127.0.0.1:9', require: ['a.b'] }] },
    'there is no requirement a.b',
  ],
  [
    'a tenant',
    { services: [{ name: 'x', url: 'https://staging.example.test' }] },
    'the gate sends nothing to one',
  ],
  [
    'a world that is missing',
    { services: [{ name: 'x', url: 'http://127.0.0.1:9', means: ['world'] }] },
    'has the mean "world" but no world file',
  ],
  [
    'a mean that the environment lacks',
    { services: [{ name: 'x', url: 'http://127.0.0.1:9', means: ['token-expired'] }] },
    'CORDON_TOKEN_EXPIRED is not set',
  ],
  [
    'a client that is not there',
    { clients: [{ name: 'x', command: ['no-such-program'] }] },
    'there is no program no-such-program',
  ],
  [
    'an unknown scenario',
    { clients: [{ name: 'x', command: ['node'], scenarios: ['nope'] }] },
    'names the scenario nope; allowed are plain, reset-after-created, throttled-once',
  ],
  ['an unknown load profile', { load: [{ name: 'nope' }] }, 'nope'],
  [
    'a policy that is not there',
    { load: [{ name: 'reference', policy: 'nope.ts' }] },
    'names the policy nope.ts, and there is no such file',
  ],
  ['a time scale that distorts', { load: [{ name: 'reference', timeScale: 50 }] }, '50'],
])('%s is found before anything is sent', async (_, config, message) => {
  await expect(gate(config)).rejects.toThrow(message);
  await expect(gate(config)).rejects.toMatchObject({ name: 'UsageError' });
});

test('interrupted, the gate is incomplete and says what was not run', async () => {
  const controller = new AbortController();
  const running = runGate({
    config: {
      services: [{ name: 'ours', target: 'mock', profiles: ['preview-2017', 'windows-2019', 'current'] }],
    },
    configPath: 'cordon.config.json',
    waivers: [],
    environment: {},
    clock: realClock(),
    signal: controller.signal,
    progress: (text) => text.startsWith('2 ') && controller.abort(new Error('SIGTERM')),
  });
  const report = await running;
  expect(report.exitCode).toBe(3);
  expect(report.notes).toContain('interrupted: 1 targets were not run');
});

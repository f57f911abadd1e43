import { describe, expect, test } from 'vitest';
import { loadContract } from '../contract/load.ts';
import { machineOf } from '../judge/reading.ts';
import { loadScenarios } from '../play/scenario.ts';
import { runServiceCheck } from '../run/check-service.ts';
import { isLoopback, kindOfUrl } from './hosts.ts';
import { asked, HASH, MACHINE, ORIGIN, standIn } from './stand-in.fixture.ts';
import { allowanceFor, requireConfirmation } from './tenant.ts';

const tenant = { hosts: ['tenant.example.test'], machines: [MACHINE], hashes: [HASH], budget: 60 };

describe('where a URL leads', () => {
  test.each<[string, boolean, 'lab' | 'tenant']>([
    ['http://127.0.0.1:8080', false, 'lab'],
    ['http://127.1.2.3', false, 'lab'],
    ['http://localhost:1', false, 'lab'],
    ['http://[::1]:8080', false, 'lab'],
    ['http://127.0.0.1.example.test', false, 'tenant'],
    ['https://staging.example.test', false, 'tenant'],
    ['https://staging.example.test', true, 'lab'],
    ['https://api.securitycenter.microsoft.com', true, 'tenant'],
    ['https://api.securitycenter.windows.com', true, 'tenant'],
    ['https://us.api.security.microsoft.com', true, 'tenant'],
    ['https://api-gov.securitycenter.microsoft.us', true, 'tenant'],
    ['https://notmicrosoft.com', true, 'lab'],
  ])('%s with lab %s → %s', (origin, lab, kind) => {
    expect(kindOfUrl(origin, lab)).toBe(kind);
  });
  test('a name that only looks like loopback is none', () => {
    expect(isLoopback('127.0.0.1.example.test')).toBe(false);
  });
});

describe('what the configuration allows at a tenant', () => {
  test('the listed machines and hashes, and the smallest budget', () => {
    expect(allowanceFor(ORIGIN, tenant, 50)).toEqual({
      world: { machines: [{ id: MACHINE, files: [HASH] }] },
      budget: 50,
    });
    expect(allowanceFor(ORIGIN, { ...tenant, budget: 10 }, undefined).budget).toBe(10);
  });
  test('sixty calls, or as many more as were asked for and it allows', () => {
    expect(allowanceFor(ORIGIN, { ...tenant, budget: 900 }, undefined).budget).toBe(60);
    expect(allowanceFor(ORIGIN, { ...tenant, budget: 900 }, 700).budget).toBe(700);
    expect(allowanceFor(ORIGIN, { ...tenant, budget: 900 }, 2_000).budget).toBe(900);
  });
  test.each<[string, () => unknown, string]>([
    [
      'no section',
      () => allowanceFor(ORIGIN, undefined, undefined),
      'the configuration has no "tenant" section',
    ],
    ['plain http', () => allowanceFor('http://tenant.example.test', tenant, undefined), 'over https alone'],
    [
      'another host',
      () => allowanceFor('https://other.example.test', tenant, undefined),
      'the host other.example.test is not in tenant.hosts',
    ],
    [
      'no confirmation',
      () => requireConfirmation(undefined, 'abc', 'cordon plan'),
      'needs its plan confirmed: read it with cordon plan',
    ],
    [
      'another plan',
      () => requireConfirmation('abd', 'abc', 'cordon plan'),
      '--confirm abd is not the hash of this plan',
    ],
  ])('%s is refused', (_, act, message) => {
    expect(act).toThrow(message);
  });
  test('the hash of the plan is a confirmation', () => {
    expect(() => requireConfirmation('abc', 'abc', '')).not.toThrow();
  });
});

describe('a run against a tenant', () => {
  test('that may have no effect never names an allowed hash, and only a known machine or one that nobody has', async () => {
    const { sent, clock, target } = standIn(() => 404);
    await runServiceCheck({ ...asked, target, clock });
    for (const { request } of sent) expect(Buffer.from(request.body).toString()).not.toContain(HASH);
    const machines = new Set(
      sent.map(({ request }) => machineOf(request.path, loadContract('current').path)),
    );
    expect(machines.size).toBe(2);
    expect(machines.has(MACHINE)).toBe(true);
  });
  test('keeps to twenty calls a minute', async () => {
    const { sent, clock, target } = standIn(() => 404);
    await runServiceCheck({ ...asked, target, clock });
    for (let i = 1; i < sent.length; i += 1)
      expect((sent[i]?.at ?? 0) - (sent[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(3_000);
  });
  test('ends with its budget, and is incomplete', async () => {
    const { sent, clock, target } = standIn(() => 404);
    const { report } = await runServiceCheck({ ...asked, target: { ...target, budget: 7 }, clock });
    expect(sent).toHaveLength(7);
    expect(report.notes).toContain('playing ended early: the budget of 7 calls is used up');
    expect(report.exitCode).not.toBe(0);
  });
  test('goes on after the 429 that a planned probe provokes, and still stops at a 503', async () => {
    let accepted = 0;
    const { sent, clock, target } = standIn((_, count) => {
      if (count === 103) return 503;
      accepted += 1;
      return accepted <= 100 ? 201 : 429;
    });
    const machines = Array.from({ length: 700 }, (_, i) => ({
      id: i.toString(16).padStart(40, '0'),
      files: [HASH],
    }));
    const { report } = await runServiceCheck({
      ...asked,
      allow: ['actions', 'quota', 'exclusive'],
      scenarios: loadScenarios('service').filter(({ probe }) => probe === 'minute'),
      target: { ...target, budget: 900, world: { machines } },
      clock,
    });
    // Beside the 503 some calls of the probe were in flight.
    expect(sent.length).toBeGreaterThanOrEqual(103);
    expect(sent.length).toBeLessThan(120);
    expect(report.notes).toContain(
      'playing ended early: the tenant answered 503 where the plan did not provoke it',
    );
  });
  test.each([500, 503, 429, 302, 201])('stops at the first %i, which nobody planned for', async (status) => {
    const { sent, clock, target } = standIn((_, count) => (count === 3 ? status : 404));
    const { report } = await runServiceCheck({ ...asked, target, clock });
    expect(sent).toHaveLength(3);
    expect(report.notes).toContain(
      `playing ended early: the tenant answered ${status} where the plan did not provoke it`,
    );
    expect(report.exitCode).not.toBe(0);
  });
});

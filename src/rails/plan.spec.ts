import { describe, expect, test } from 'vitest';
import { durationText } from '../play/stated-time.ts';
import type { OutRequest } from '../play/target.ts';
import { runServiceCheck, type OtherService } from '../run/check-service.ts';
import type { Mean } from '../trace/lines.ts';
import { planText } from './plan-text.ts';
import { planService, type Plan, type PlannedCall } from './plan.ts';
import { asked, correctStandIn, HASH, standIn, TOKEN } from './stand-in.fixture.ts';

/** A call as it is planned and as it is sent; the id of an action is the service's to choose. */
const planned = ({ method, path, body }: PlannedCall) => `${method} ${path} ${body}`;
const sentAs = ({ method, path, body }: OutRequest) =>
  `${method} ${path.replace(/(?<=\/machineactions\/)[0-9a-f-]{36}/, (id) => (actions.has(id) ? '{action}' : id))} ${Buffer.from(body).toString()}`;
const actions = new Set<string>();

describe('a plan', () => {
  test('sends nothing, is the same twice, and names tokens without showing them', async () => {
    const { sent, target } = standIn(() => 404);
    const plan = await planService(target, asked);
    expect(sent).toEqual([]);
    expect(await planService(target, asked)).toEqual(plan);
    expect((await planService(target, { ...asked, seed: 2 })).hash).not.toBe(plan.hash);
    expect((await planService(target, { ...asked, allow: ['actions'] })).hash).not.toBe(plan.hash);
    expect(plan.most).toBeGreaterThan(30);
    expect(plan.most).toBeLessThanOrEqual(60);
    expect(plan.effects).toBe(0);
    expect(plan.shrinking).toBe(0);
    expect(JSON.stringify(plan)).not.toContain(TOKEN);
  });

  test.each<{ allow: Mean[] }>([{ allow: [] }, { allow: ['actions', 'reads'] }])(
    'with the means $allow is what is sent to a service that keeps the contract, call by call',
    async ({ allow }) => {
      const { sent, clock, target } = correctStandIn();
      const plan = await planService(target, { ...asked, allow });
      const { run } = await runServiceCheck({ ...asked, allow, target: { ...target, budget: 1_000 }, clock });
      for (const { line } of run.lines())
        if (line.kind === 'response' && line.status === 201 && typeof line.body === 'string')
          actions.add((JSON.parse(line.body) as { id: string }).id);
      expect(sent.map(({ request }) => sentAs(request))).toEqual(plan.calls.map(planned));
    },
  );

  test.each([400, 401, 404])(
    'lists every call, to the byte, that a service gets that answers %i to all',
    async (status) => {
      const { sent, clock, target } = standIn(() => status);
      const listed = (await planService(target, asked)).calls.map(planned);
      await runServiceCheck({ ...asked, target, clock });
      const left = listed[Symbol.iterator]();
      const isNext = (text: string) => {
        for (const one of left) if (one === text) return true;
        return false;
      };
      expect(sent.length).toBeGreaterThan(30);
      expect(sent.map(({ request }) => sentAs(request)).filter((text) => !isNext(text))).toEqual([]);
    },
  );

  test('with actions allowed shows which calls have an effect', async () => {
    const plan = await planService(standIn(() => 404).target, { ...asked, allow: ['actions'] });
    const effects = plan.calls.filter(({ effect }) => effect);
    expect(effects.length).toBeGreaterThan(0);
    expect(effects).toHaveLength(plan.effects);
    for (const { body } of effects) expect(body).toContain(HASH);
  });
});

describe('the plan of a lab', () => {
  const lab = (files: number): OtherService => ({
    kind: 'lab',
    origin: 'http://127.0.0.1:8080',
    world: {
      machines: [
        { id: '2'.repeat(40), files: Array.from({ length: files }, (_, i) => String(i).padStart(40, '0')) },
      ],
    },
    tokens: { valid: TOKEN },
    timeScale: 10,
  });
  const quota = { ...asked, allow: ['actions', 'quota', 'exclusive', 'reads'] } as const;

  test('holds a probe with what it sends at most, and its time', async () => {
    const plan = await planService(lab(700), quota);
    const [probe] = plan.probes;
    expect(plan.probes).toHaveLength(1);
    expect(probe?.scenario).toBe('minute-limit');
    expect(probe?.effects).toBeGreaterThan(200);
    expect(probe?.effects).toBeLessThanOrEqual(probe?.pairs ?? 0);
    expect(probe?.pairs).toBeLessThan(700);
    expect(probe?.reads).toBe(1);
    expect(plan.most).toBe(plan.calls.length + (probe?.effects ?? 0) + (probe?.reads ?? 0));
    expect(plan.expectedMs).toBeGreaterThan(probe?.ms ?? Infinity);
    expect(plan.withinMs).toBeGreaterThan(plan.expectedMs + 45_000);
  });
  test('says which probe the world is too small for', async () => {
    const plan = await planService(lab(20), quota);
    expect(plan.probes).toEqual([]);
    expect(plan.notPlayed.map(({ scenario }) => scenario)).toEqual(['minute-limit']);
    expect(plan.notPlayed[0]?.why).toMatch(
      /^it needs \d+ machine and file pairs that were not used yet, the world has \d+$/,
    );
  });
});

describe('a plan in words', () => {
  const call: PlannedCall = {
    number: 1,
    scenario: 'x',
    method: 'POST',
    path: '/',
    token: 'valid',
    body: '',
    effect: false,
  };
  const plan: Plan = {
    origin: 'http://127.0.0.1:8080',
    kind: 'lab',
    profile: 'current',
    timeScale: 1,
    calls: Array.from({ length: 12 }, () => call),
    effects: 2,
    reads: 1,
    probes: [],
    notPlayed: [],
    shrinking: 0,
    most: 12,
    paceMs: 750,
    expectedMs: 9_000,
    withinMs: 70_000,
    hash: 'abc',
  };
  test('tells how many calls there are and when the run ends', () => {
    expect(planText(plan)).toBe(
      [
        'plan for http://127.0.0.1:8080 (lab), profile current:',
        '  9 calls without an effect, 2 with one, 1 read, at most one each 0.75 s',
        '  about 9 s; it ends within 1 min 20 s: what was not played by then is unproven',
      ].join('\n'),
    );
    expect(planText(plan, Date.parse('2024-05-06T07:08:09.500Z')).split('\n').at(-1)).toBe(
      '  about 9 s; it ends by 2024-05-06T07:09:30Z, within 1 min 20 s: what was not played by then is unproven',
    );
  });
  test('tells of probes, of what is left out, of further calls and of the budget', () => {
    const more: Plan = {
      ...plan,
      kind: 'tenant',
      timeScale: 10,
      probes: [{ scenario: 'minute-limit', effects: 480, reads: 1, ms: 66_000, pairs: 665 }],
      notPlayed: [{ scenario: 'hour-limit', why: 'the world is small' }],
      shrinking: 56,
      budget: 60,
    };
    expect(planText(more)).toBe(
      [
        'plan for http://127.0.0.1:8080 (tenant), profile current, a minute lasts 6 s:',
        '  9 calls without an effect, 2 with one, 1 read, at most one each 0.75 s',
        '  the probe minute-limit: up to 480 calls with an effect and 1 read in about 1 min 6 s where the limit is kept; never more than the 665 machine and file pairs that are left',
        '  hour-limit is not played: the world is small',
        '  up to 56 calls more, to make failing cases smaller',
        '  the budget: 60 calls, and not one more',
        '  about 9 s; it ends within 1 min 20 s: what was not played by then is unproven',
      ].join('\n'),
    );
  });
  test('says where a probe may use up the world', () => {
    const probe = { scenario: 'minute-limit', effects: 444, reads: 6, ms: 80_000, pairs: 444 };
    expect(planText({ ...plan, probes: [probe] }).split('\n')[2]).toBe(
      '  the probe minute-limit: up to 444 calls with an effect and 6 reads in about 1 min 20 s where the limit is kept; never more than the 444 machine and file pairs that are left, and these may be too few',
    );
  });
  test.each<[number, string]>([
    [1, '1 s'],
    [59_001, '1 min'],
    [190_000, '3 min 10 s'],
    [3_600_000, '1 h'],
    [7_500_001, '2 h 6 min'],
  ])('%i ms are %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

import { test } from 'vitest';
import { judgeLimits } from './oracle.ts';
import { LIMITERS, limitedService } from './simulated-limiters.ts';
import type { Counting, LimiterKind } from './simulated-limiters.ts';
import { probeHour, probeMinute, randomOf, trafficTo } from './simulated-traffic.ts';
const kinds = Object.keys(LIMITERS) as LimiterKind[];
const W = [{ name: 'minute' as const, calls: 100, windowMs: 60000 }, { name: 'hour' as const, calls: 1500, windowMs: 3600000 }];
const base = { windows: W, exclusive: true, target: 'mock' as const, probed: { minute: true, hour: false }, startMs: 0 };
test('minute', { timeout: 1e6 }, () => {
  for (const lat of [1, 3, 10, 30, 100]) for (const inFlight of [1, 3, 8]) for (const limit of [99, 100, 101, 102, 105, 110, 150, 200]) {
    const tally: Record<string, number> = {};
    let found = 0, runs = 0;
    const miss: Record<string, number> = {};
    for (const kind of kinds) for (const counting of ['created', 'all'] as Counting[]) for (let i = 0; i < 15; i++) {
      const random = randomOf(runs * 7919 + limit * 31 + lat);
      const m = LIMITERS[kind]({ calls: limit, windowMs: 60000, phaseMs: random() * 60000 });
      const h = LIMITERS[kinds[Math.floor(random() * kinds.length)]!]({ calls: 1500, windowMs: 3600000, phaseMs: random() * 3600000 });
      const t = trafficTo(limitedService([m, h], counting), () => lat * (0.7 + 0.6 * random()), random, 0);
      probeMinute(t, inFlight);
      const j = judgeLimits({ ...base, calls: t.calls });
      const v = [j.A.verdict === 'fail' ? 'A' : '', j.B.minute.verdict === 'fail' ? 'B' : '', j.C.minute.verdict === 'fail' ? 'C' : '', j.D.verdict === 'fail' ? 'D' : '', j.E.verdict === 'fail' ? 'E' : '', j.F.verdict === 'fail' ? 'F' : ''].join('') || ('-' + j.C.minute.verdict);
      tally[v] = (tally[v] ?? 0) + 1;
      runs++;
      if (j.A.verdict === 'fail' || j.B.minute.verdict === 'fail' || j.C.minute.verdict === 'fail') found++; else miss[kind + counting] = (miss[kind + counting] ?? 0) + 1;
    }
    console.log(lat, inFlight, limit, `${Math.round(100 * found / runs)}%`, JSON.stringify(tally), limit !== 100 && found < runs ? JSON.stringify(miss) : '');
  }
});

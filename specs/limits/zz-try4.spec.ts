import { test } from 'vitest';
import { judgeLimits } from './oracle.ts';
import { LIMITERS, limitedService } from './simulated-limiters.ts';
import type { Counting, LimiterKind } from './simulated-limiters.ts';
import { probeHour, randomOf, trafficTo } from './simulated-traffic.ts';
const kinds = Object.keys(LIMITERS) as LimiterKind[];
const W = [{ name: 'minute' as const, calls: 100, windowMs: 60000 }, { name: 'hour' as const, calls: 1500, windowMs: 3600000 }];
const base = { windows: W, exclusive: true, target: 'mock' as const, probed: { minute: false, hour: true }, startMs: 0 };
test('hour', { timeout: 1e6 }, () => {
  for (const limit of [1499, 1500, 1501, 1510, 1600, 1e9]) for (const [perMinute, rounds] of [[49, 2], [97, 2], [97, 3]] as const) {
    const t0 = performance.now();
    for (const kind of kinds) {
      const tally: Record<string, number> = {};
      for (const counting of ['created', 'all'] as Counting[]) for (let i = 0; i < 10; i++) {
        const random = randomOf(i * 7919 + limit * 31);
        const h = LIMITERS[kind]({ calls: limit, windowMs: 3600000, phaseMs: random() * 3600000 });
        const m = LIMITERS[kinds[Math.floor(random() * kinds.length)]!]({ calls: 100, windowMs: 60000, phaseMs: random() * 60000 });
        const t = trafficTo(limitedService([m, h], counting), () => 2+2*random(), random, 0);
        probeHour(t, { perMinute, rounds });
        const j = judgeLimits({ ...base, calls: t.calls });
        const f = [['A', j.A], ['Bm', j.B.minute], ['Bh', j.B.hour], ['Cm', j.C.minute], ['Ch', j.C.hour], ['D', j.D], ['E', j.E], ['F', j.F]] as const;
        const key = f.filter(([, v]) => v.verdict === 'fail').map(([k]) => k).join('+') || `none(B ${j.B.hour.verdict}, C ${j.C.hour.verdict})`;
        tally[key] = (tally[key] ?? 0) + 1;
      }
      console.log(limit, perMinute, rounds, kind, JSON.stringify(tally));
    }
    console.log(performance.now() - t0);
  }
});

import { test } from 'vitest';
import { judgeLimits } from './oracle.ts';
import { LIMITERS, limitedService } from './simulated-limiters.ts';
import type { Counting, LimiterKind } from './simulated-limiters.ts';
import { probeHour, probeMinute, randomOf, trafficTo } from './simulated-traffic.ts';
const kinds = Object.keys(LIMITERS) as LimiterKind[];
const W = [{ name: 'minute' as const, calls: 100, windowMs: 60000 }, { name: 'hour' as const, calls: 1500, windowMs: 3600000 }];
const base = { windows: W, exclusive: true, target: 'mock' as const, probed: { minute: true, hour: false }, startMs: 0 };
test('minute', { timeout: 1e6 }, () => {
  for (const [lat,inFlight,limit] of [[1,1,100],[10,1,101],[30,3,101],[100,1,100]] as const) {
    let runs = 0;
    for (const kind of kinds) for (const counting of ['created', 'all'] as Counting[]) for (let i = 0; i < 5; i++) {
      const random = randomOf(runs * 7919 + limit * 31 + lat);
      const m = LIMITERS[kind]({ calls: limit, windowMs: 60000, phaseMs: random() * 60000 });
      const h = LIMITERS[kinds[Math.floor(random() * kinds.length)]!]({ calls: 1500, windowMs: 3600000, phaseMs: random() * 3600000 });
      const t = trafficTo(limitedService([m, h], counting), () => lat * (0.7 + 0.6 * random()), random, 0);
      probeMinute(t, inFlight);
      const j = judgeLimits({ ...base, calls: t.calls });
      runs++;
      if (j.C.minute.verdict === (limit===100?'pass':'fail') && j.E.verdict !== 'fail' && j.F.verdict !== 'fail') continue;
      console.log(lat, inFlight, limit, kind, counting, i, t.calls.length, JSON.stringify(j.C.minute), JSON.stringify(j.B.minute), j.E.reason, '|', j.F.reason);
      const runsOf: string[] = []; let prev: any; let c=0; let from=0;
      for (const x of [...t.calls, {status:-1,s:0} as any]) { if (prev && (x.status !== prev.status || x.s-prev.r>1000)) { runsOf.push(`${(from/1000).toFixed(2)}: ${c}x${prev.status}${prev.retryAfter??''}`); c=0; } if (!c) from=x.s; c++; prev=x; }
      console.log(runsOf.join('  '));
    }
  }
});

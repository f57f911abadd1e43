import { test } from 'vitest';
import { judgeLimits } from './oracle.ts';
import { LIMITERS, limitedService } from './simulated-limiters.ts';
import type { Counting, LimiterKind } from './simulated-limiters.ts';
import { probeHour, probeMinute, randomOf, trafficTo, waitAsTold } from './simulated-traffic.ts';
const kinds = Object.keys(LIMITERS) as LimiterKind[];
const pick = <T,>(a: readonly T[], r: number): T => a[Math.floor(r * a.length)]!;
test('random', { timeout: 1e6 }, () => {
  const N = Number(process.env['N'] ?? 500), S0 = Number(process.env['S0'] ?? 0);
  const tally: Record<string, number> = {};
  let calls = 0;
  for (let run = S0; run < S0 + N; run++) {
    const random = randomOf(run * 7919 + 5);
    const scale = pick([1, 1, 1, 10, 60], random());
    const wm = 60000 / scale, wh = 3600000 / scale;
    const counting = pick(['created', 'admitted', 'all'] as Counting[], random());
    const which = pick(['both', 'both', 'both', 'minute', 'hour'], random());
    const L1 = pick([100,100,7], random()), L2 = pick([1500,1500,60], random());
    const W = [{ name: 'minute' as const, calls: L1, windowMs: wm }, { name: 'hour' as const, calls: L2, windowMs: wh }].filter((w) => which === 'both' || which === w.name);
    const start = 2e7;
    const km = pick(kinds, random()), kh = pick(kinds, random());
    const m = LIMITERS[km]({ calls: L1, windowMs: wm, phaseMs: random() * wm });
    const h = LIMITERS[kh]({ calls: L2, windowMs: wh, phaseMs: random() * wh });
    const quotaUsed = random() < 0.3 ? { minute: Math.floor(random() * L1), hour: Math.floor(random() * L2) } : undefined;
    if (quotaUsed) {
      const fill = (l: any, k: number, w: number) => Array.from({ length: k }, () => start - w * random() ** 3).sort((a, b) => a - b).forEach((t) => { if (l.hasRoom(t)) l.take(t); });
      fill(m, quotaUsed.minute, wm); fill(h, quotaUsed.hour, wh);
    }
    const lims = [m, h].filter((_, i) => which === 'both' || (which === 'minute') === (i === 0));
    const lat = 2 * 60 ** random();
    const t = trafficTo(limitedService(lims, counting), () => lat * (0.5 + random()), random, start);
    const steps = 3 + Math.floor(random() * 10);
    const lost = random() < 0.2 ? 0.003 : 0;
    for (let i = 0; i < steps; i++) {
      const what = random();
      const inFlight = random() < 0.5 ? 1 : Math.ceil(random() * random() * 30);
      const free = random() < 0.7 ? 0 : random();
      if (what < 0.3) t.burst({ most: Math.ceil(random() * 2.6 * L1), inFlight, untilRefused: random() < 0.7, free, lost });
      else if (what < 0.4) t.burst({ most: Math.ceil(random() * 2.1 * L2), inFlight, spacingMs: random() * 1.5 * wm / L1, untilRefused: random() < 0.6, free, lost });
      else if (what < 0.55) { if (waitAsTold(t, 3 * wh)) t.burst({ most: 1 }); }
      else if (what < 0.6) t.burst({ most: 1 });
      else if (what < 0.65) { if (scale === 1) probeMinute(t, inFlight); }
      else if (what < 0.85) t.pause(random() < 0.5 ? (0.9 + random() * 1.5) * wm : random() * 0.3 * wm);
      else if (what < 0.95) { t.pause((1.001 + 0.5 * random()) * wm + 60); t.burst({ most: 2 * L1 + 1, inFlight, untilRefused: true, free }); t.pause(4.4 * Math.max(wm / L1, wh / L2)); t.burst({ most: 1 }); }
      else t.pause((0.9 + random() * 1.5) * wh);
    }
    calls += t.calls.length;
    const j = judgeLimits({ calls: t.calls, windows: W, exclusive: true, target: 'mock', probed: { minute: false, hour: false }, startMs: start, ...(quotaUsed && { quotaUsed }) });
    for (const [k, v] of Object.entries({ A: j.A, Bm: j.B.minute, Bh: j.B.hour, Cm: j.C.minute, Ch: j.C.hour, D: j.D, E: j.E, F: j.F })) {
      tally[k + v.verdict] = (tally[k + v.verdict] ?? 0) + 1;
      if (v.verdict === 'fail') console.log(run, scale, counting, which, km, kh, L1, L2, lat, JSON.stringify(quotaUsed), k, v.reason, JSON.stringify(v.evidence.map((n) => t.calls[n - 1])));
    }
  }
  console.log(calls, JSON.stringify(tally, null, 1));
});

import { expect, test } from 'vitest';
import { calls, HOUR, judge, MINUTE, refused } from './made-timelines.ts';
import type { LimitInput, TimedCall } from './timeline.ts';

const probed = { minute: true, hour: false };
const notes = (timeline: TimedCall[], more: Partial<LimitInput> = {}) =>
  judge(timeline, { probed, ...more }).notes('minute');

/** A group to the limit, a refusal 20 s later, and a call that is let in after 30 s. */
const group = [
  { from: 0, count: 100 },
  refused(300, '30'),
  refused(20_000, '10'),
  { from: 30_100, count: 1 },
];

test('the report names the limiters that explain every answer, and the call that would tell them apart', () => {
  expect(notes(calls(...group))).toEqual([
    'minute: explained by a fixed window with an edge -0.2 to 0.1 s or 19.9 to 30.3 s after the first call or a sliding counter with an edge -0.2 to 0.4 s or 18.7 to 29.6 s after the first call; not by a window that begins with a call, a sliding log or a token bucket (103 calls, of which 4 near the limit tell)',
    'minute: after two silent windows, 100 calls at once and one 2.5 s later would tell: a fixed window would let it in, a sliding counter would not',
  ]);
});

test('nothing is said where others may have called, or nothing was refused', () => {
  expect(notes(calls(...group), { exclusive: false })).toEqual([]);
  expect(notes(calls({ from: 0, count: 100 }))).toEqual([]);
  expect(notes(calls(...group), { probed: { minute: false, hour: false } })).toEqual([]);
});

test('a refusal that another limit may have given rules nothing out', () => {
  const full = calls({ from: 0, count: 1500, every: 650 }, refused(975_300, '2700'), { from: 976_000 });
  expect(judge(full, { probed, windows: [MINUTE, HOUR] }).notes('minute')).toEqual([]);
});

test('very many calls are not looked at one by one', () => {
  expect(notes(calls({ from: 0, count: 20_001 }))).toEqual([
    'minute: 20,001 calls are too many to say which limiter explains them',
  ]);
});

test('what no limiter explains is said, and what only an edge explains is placed', () => {
  const odd = calls(
    { from: 0, count: 100 },
    refused(300, '1'),
    { from: 1000, count: 100 },
    refused(1400, '1'),
  );
  expect(notes(odd)).toEqual([
    'minute: explained by a fixed window with an edge 0.2 to 1.1 s after the first call or a sliding counter with an edge 0.3 to 0.3 s after the first call; not by a window that begins with a call, a sliding log or a token bucket (202 calls, of which 103 near the limit tell)',
    'minute: after two silent windows, 100 calls at once and one 2.5 s later would tell: a fixed window would let it in, a sliding counter would not',
  ]);
  const never = calls(refused(0, '1'), { from: 100_000 }, refused(300_000, '1'));
  expect(notes(never)).toEqual([
    'minute: explained by none of the limiters that are known here (3 calls, of which 2 near the limit tell)',
  ]);
});

/**
 * k6 as one client at work: one virtual user carries out a policy against the address in CORDON_BASE_URL. What k6 counts is
 * never evidence; whoever started it compares the counts with the trace of the other end.
 *
 *   CORDON_BASE_URL     origin, http and loopback only
 *   CORDON_TOKEN        bearer token; never an argument, where every process on the machine could read it
 *   CORDON_PAIRS        file: { "path": "/api/machines/{id}/…", "hashNames": ["Sha1"], "pairs": [{ "machineId", "sha1", "comment" }] }
 *   CORDON_TIME_SCALE, CORDON_SEED, CORDON_DEADLINE_SECONDS    numbers; default 1, 1, 900
 *   CORDON_SUMMARY      file for the counts; without it they go to stdout
 */
import { randomSeed } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter } from 'k6/metrics';
import type { Options } from 'k6/options';
import { clearTimeout, setTimeout } from 'k6/timers';
import type { CreatePolicy } from '../policies/policy.ts';
import { runPolicy } from '../policies/run-policy.ts';

/** k6 has it, its types do not. */
declare const console: { error(text: string): void };

/** What a k6 script exports; `run` as its default. */
export type Driver = {
  options: Options;
  run(): Promise<void>;
  handleSummary(data: SummaryData): Record<string, string>;
};
type SummaryData = {
  metrics: Record<string, { values: Record<string, number> } | undefined>;
  state: { testRunDurationMs: number };
};

/** One pair for each call, so that calls can be told apart on the wire. */
type PairsFile = {
  path: string;
  hashNames: string[];
  pairs: { machineId: string; sha1: string; comment: string }[];
};

/** The name of every request in k6's metrics: a name for each machine would swamp them. */
const OPERATION = 'StopAndQuarantineFile';

/** All of IPv4 but 127.0.0.0/8, and all of IPv6: calls have effects, and these go to our own machine only. */
const OUTSIDE_LOOPBACK = [
  '0.0.0.0/2',
  '64.0.0.0/3',
  '96.0.0.0/4',
  '112.0.0.0/5',
  '120.0.0.0/6',
  '124.0.0.0/7',
  '126.0.0.0/8',
  '128.0.0.0/1',
  '::/0',
];
const LOOPBACK = /^http:\/\/127(?:\.\d{1,3}){3}:\d{1,5}$/;

/** What k6 gets on top of the policy's own deadline, to end by itself. */
const GRACE_SECONDS = 5;

const COUNTERS = ['sent', 'status_201', 'status_429', 'lost', 'other', 'finished', 'broken'] as const;
type CounterName = (typeof COUNTERS)[number];

/** The script for one policy. Called once, in k6's init context. @throws Error for a missing or wrong variable. */
export function createDriver(createPolicy: CreatePolicy): Driver {
  const baseUrl = required('CORDON_BASE_URL');
  if (!LOOPBACK.test(baseUrl))
    throw new Error(
      `CORDON_BASE_URL is ${baseUrl}; allowed is http://127.0.0.1:PORT, the emulator or cordon record`,
    );
  const token = required('CORDON_TOKEN');
  const { path, hashNames, pairs } = JSON.parse(open(required('CORDON_PAIRS'))) as PairsFile;
  const timeScale = numeric('CORDON_TIME_SCALE', 1);
  const seed = numeric('CORDON_SEED', 1);
  const deadlineSeconds = numeric('CORDON_DEADLINE_SECONDS', 900);
  const counters = Object.fromEntries(
    COUNTERS.map((name) => [name, new Counter(`cordon_${name}`)]),
  ) as Record<CounterName, Counter>;

  const send = async (call: number) => {
    const pair = pairs[call];
    if (pair === undefined) throw new Error(`there are ${pairs.length} pairs, none for the call ${call}`);
    const body: Record<string, string> = { Comment: pair.comment };
    for (const name of hashNames) body[name] = pair.sha1;
    counters.sent.add(1);
    const url = baseUrl + path.replace('{id}', encodeURIComponent(pair.machineId));
    const { status, headers } = await http.asyncRequest('POST', url, JSON.stringify(body), {
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        Accept: 'application/json',
      },
      tags: { name: OPERATION },
      redirects: 0,
    });
    counters[counterOf(status)].add(1);
    return { status, headers: lowerCase(headers) };
  };

  return {
    options: {
      scenarios: {
        client: {
          executor: 'per-vu-iterations',
          vus: 1,
          iterations: 1,
          maxDuration: `${deadlineSeconds + GRACE_SECONDS}s`,
          gracefulStop: '0s',
        },
      },
      // Thresholds on counters fail where nothing was counted; those on rates and trends pass.
      thresholds: {
        cordon_sent: ['count>0'],
        cordon_finished: ['count==1'],
        cordon_broken: ['count==0'],
      },
      systemTags: ['scenario', 'method', 'name', 'status', 'error_code'],
      blacklistIPs: OUTSIDE_LOOPBACK,
      dns: { ttl: 'inf', select: 'first', policy: 'onlyIPv4' },
      maxRedirects: 0,
    },
    async run() {
      randomSeed(seed);
      const fault = await runPolicy({
        createPolicy,
        calls: pairs.length,
        // oxlint-disable-next-line no-restricted-properties -- k6's own generator, seeded above
        random: Math.random,
        timeScale,
        deadlineMs: deadlineSeconds * 1000,
        now: () => exec.instance.currentTestRunDuration,
        timer: (ms, then) => {
          const id = setTimeout(then, ms);
          return () => clearTimeout(id);
        },
        send,
      });
      counters.finished.add(1);
      if (fault === undefined) return;
      counters.broken.add(1);
      console.error(`cordon: ${fault}`);
    },
    handleSummary(data) {
      const counts = Object.fromEntries(
        COUNTERS.map((name) => [name, data.metrics[`cordon_${name}`]?.values['count'] ?? 0]),
      );
      const text = JSON.stringify({
        version: 1,
        calls: pairs.length,
        counts,
        durationMs: data.state.testRunDurationMs,
      });
      return { [__ENV['CORDON_SUMMARY'] ?? 'stdout']: `${text}\n` };
    },
  };
}

function counterOf(status: number): CounterName {
  if (status === 201) return 'status_201';
  if (status === 429) return 'status_429';
  return status === 0 ? 'lost' : 'other';
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function required(name: string): string {
  const value = __ENV[name];
  if (value === undefined || value === '') throw new Error(`the variable ${name} is not set`);
  return value;
}

function numeric(name: string, standard: number): number {
  const text = __ENV[name];
  const value = text === undefined ? standard : Number(text);
  if (!(value > 0)) throw new Error(`${name} is ${text}; allowed is a number above 0`);
  return value;
}

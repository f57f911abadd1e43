import { createService } from '../../mocks/service/service.ts';
import { virtualClock } from '../clock/clock.ts';
import { loadContract } from '../contract/load.ts';
import type { MakeSend } from '../play/own-targets.ts';
import { seededRandom } from '../play/random.ts';
import type { OutRequest } from '../play/target.ts';
import type { OtherService } from '../run/check-service.ts';
import { planName } from './tenant.ts';

export const ORIGIN = 'https://tenant.example.test';
export const MACHINE = '1'.repeat(40);
export const HASH = 'a'.repeat(40);
export const TOKEN = 'a-token-of-no-use-to-anybody';

type Answer = { status: number; headers?: [string, string][]; body?: Uint8Array };

/** A tenant that notes what it is sent, and answers as told; `count` is the number of the request. */
export function standIn(answer: (request: OutRequest, count: number) => number | Answer) {
  const sent: { request: OutRequest; at: number }[] = [];
  const clock = virtualClock(0);
  const makeSend: MakeSend = () => ({
    send: (request, onSend) => {
      onSend(1);
      sent.push({ request, at: clock.now() });
      const answered = answer(request, sent.length);
      return Promise.resolve({
        headers: [],
        body: new Uint8Array(),
        ...(typeof answered === 'number' ? { status: answered } : answered),
        end: 'complete',
        at: clock.now(),
      });
    },
    close: () => undefined,
  });
  const target: OtherService = {
    kind: 'tenant',
    origin: ORIGIN,
    world: { machines: [{ id: MACHINE, files: [HASH] }] },
    tokens: { valid: TOKEN },
    timeScale: 1,
    budget: 60,
    makeSend,
  };
  return { sent, clock, target };
}

/** One that keeps the contract, with another world than its plan knows ids of. */
export function correctStandIn() {
  const service = createService({
    contract: loadContract('current'),
    world: { machines: [{ id: MACHINE, files: [HASH] }] },
    clock: virtualClock(1_700_000_000_000),
    random: seededRandom(99),
  });
  return standIn((request) => {
    const { status, headers, body } = service.handle({
      ...request,
      headers: request.headers.map(([name, value]) => [
        name,
        value.replace(TOKEN, () => service.token('valid')),
      ]),
    });
    return { status, headers, body };
  });
}

/** What a run without effects is asked for. */
export const asked = {
  profile: 'current',
  allow: [],
  seed: 1,
  strict: false,
  runName: planName(ORIGIN, 1),
  secrets: [TOKEN],
  signal: new AbortController().signal,
} as const;

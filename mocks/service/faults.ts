import type { Fault, World } from '../../src/contract/world.ts';
import type { HeaderList } from '../../src/trace/lines.ts';
import { imfFixdate } from './dates.ts';
import type { Replies, Reply } from './replies.ts';
import type { Match } from './routes.ts';

/** What a scenario's faults do to the next request of a kind; undefined: nothing. Each request asked about is counted. */
export type FaultProgram = (on: Fault['on']) => Fault | undefined;

/** Faults of one kind follow one another: the next one begins when the one before has hit its last request. */
export function createFaultProgram(world: World): FaultProgram {
  const queues: Record<Fault['on'], { fault: Fault; skip: number; times: number }[]> = {
    action: [],
    token: [],
    read: [],
  };
  for (const fault of world.faults ?? [])
    queues[fault.on].push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
  return (on) => {
    const current = queues[on][0];
    if (!current) return undefined;
    if (current.skip > 0) {
      current.skip -= 1;
      return undefined;
    }
    current.times -= 1;
    if (current.times <= 0) queues[on].shift();
    return current.fault;
  };
}

/** A few words for the trace, such as `answer 503` or `reset after`. */
export function describeFault(fault: Fault): string {
  switch (fault.do) {
    case 'answer':
      return `answer ${fault.status}`;
    case 'reset':
      return `reset ${fault.when}`;
    case 'cut':
      return 'cut';
    case 'delay':
      return `delay ${fault.ms} ms`;
  }
}

/** Faults count every request for a thing that the service has, whatever its token or body. */
export function faultKind(route: Match['route']): Fault['on'] | undefined {
  return KINDS[route];
}

const KINDS: Partial<Record<Match['route'], Fault['on']>> = {
  operation: 'action',
  'token-v1': 'token',
  'token-v2': 'token',
  action: 'read',
  actions: 'read',
  machine: 'read',
  machines: 'read',
  'machines-of-file': 'read',
};

/** Codes of the API's error table. */
const CODES: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
};

/** The answer that a scenario gives instead of the service's. An error without a body gets the one that belongs to its status. */
export function fakedReply(
  fault: Extract<Fault, { do: 'answer' }>,
  o: { replies: Replies; epoch: () => number; throttleCode: string },
): Reply {
  const headers = datedHeaders(fault.headers ?? [], o.epoch());
  const { status } = fault;
  if (fault.body !== undefined || status < 400) return { status, headers, body: fault.body ?? '' };
  if (fault.on === 'token') return o.replies.json(status, { error: 'temporarily_unavailable' }, headers);
  const code =
    status === 429
      ? o.throttleCode
      : (CODES[status] ?? (status < 500 ? 'BadRequest' : 'InternalServerError'));
  return o.replies.error(status, code, `Answered ${status} on purpose.`, headers);
}

/** A scenario is data and knows no date: `{date+60}` in a header's value stands for the HTTP-date 60 s from now. */
function datedHeaders(headers: HeaderList, epochMs: number): HeaderList {
  return headers.map(([name, value]) => [
    name,
    value.replace(/\{date([+-]\d+)\}/g, (_, seconds: string) => imfFixdate(epochMs + Number(seconds) * 1000)),
  ]);
}

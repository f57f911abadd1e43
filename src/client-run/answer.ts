import type { ResultLine } from '../trace/lines.ts';

/** What a line on a client's standard output is. `garbage`: why it is no line of the protocol, or what of it was left out. */
export type ClientLineRead =
  | { is: 'hello'; concurrency?: number }
  | { is: 'answer'; result: Omit<ResultLine, 'kind' | 't' | 's'>; garbage?: string }
  | { is: 'garbage'; garbage: string };

type Fields = Record<string, unknown>;

const ANSWERS = ['action', 'error', 'unsupported'] as const;
const TEXTS = ['code', 'target', 'message', 'retryAfter'] as const;

/** Reads one line; unknown keys are ignored. */
export function readClientLine(text: string): ClientLineRead {
  const value = jsonObject(text);
  if (!value) return garbage(`a line that is not a JSON object: ${shown(text)}`);
  if (isObject(value['hello'])) {
    const { concurrency } = value['hello'];
    return { is: 'hello', ...(typeof concurrency === 'number' ? { concurrency } : {}) };
  }
  const { call } = value;
  if (typeof call !== 'number' || !Number.isSafeInteger(call) || call < 0)
    return garbage(`a line without the number of a call: ${shown(text)}`);
  const present = ANSWERS.filter((name) => value[name] !== undefined);
  const [kind] = present;
  if (kind === undefined || present.length > 1)
    return garbage(
      `a line with ${present.length} of ${ANSWERS.join(', ')}, where one is due: ${shown(text)}`,
    );
  if (kind === 'action') return { is: 'answer', result: { call, action: value['action'] } };
  if (kind === 'unsupported')
    return { is: 'answer', result: { call, unsupported: String(value['unsupported']) } };
  const given = value['error'];
  if (!isObject(given) || typeof given['kind'] !== 'string')
    return garbage(`an error without a kind: ${shown(text)}`);
  const { error, dropped } = readError(given, given['kind']);
  return {
    is: 'answer',
    result: { call, error },
    ...(dropped.length > 0
      ? { garbage: `an error with a wrong type in ${dropped.join(', ')}: ${shown(text)}` }
      : {}),
  };
}

function readError(
  given: Fields,
  kind: string,
): { error: NonNullable<ResultLine['error']>; dropped: string[] } {
  const error: NonNullable<ResultLine['error']> = { kind };
  const dropped: string[] = [];
  const take = (name: string, fits: boolean, put: () => void) => {
    if (given[name] === undefined || given[name] === null) return;
    if (fits) put();
    else dropped.push(name);
  };
  take('status', Number.isSafeInteger(given['status']), () => (error.status = given['status'] as number));
  take('sent', typeof given['sent'] === 'boolean', () => (error.sent = given['sent'] as boolean));
  for (const name of TEXTS)
    take(name, ['string', 'number'].includes(typeof given[name]), () => (error[name] = String(given[name])));
  return { error, dropped };
}

function jsonObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const garbage = (why: string): ClientLineRead => ({ is: 'garbage', garbage: why });

const shown = (text: string) => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

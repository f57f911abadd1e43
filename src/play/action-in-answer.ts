import { jsonOf } from '../judge/reading.ts';
import type { Body, HeaderList } from '../trace/lines.ts';
import { sha1Of } from './random.ts';

/** Where an answer says its action is, as a path of the same service (RFC 9110 §10.2.2); another host is nobody's business here. */
export function locationIn(headers: HeaderList, origin: string, path: string): string | undefined {
  const [, value] = headers.find(([name]) => name.toLowerCase() === 'location') ?? [];
  const base = `${URL.canParse(origin) ? new URL(origin).origin : 'http://service.invalid'}${path}`;
  if (value === undefined || !URL.canParse(value, base)) return undefined;
  const url = new URL(value, base);
  return url.origin === new URL(base).origin ? `${url.pathname}${url.search}` : undefined;
}

/** The id of the action in a body, where there is one that fits into a path. */
export function idIn(body: Body): string | undefined {
  const json = jsonOf(body);
  const id = json.ok ? (json.value as { id?: unknown } | null)?.id : undefined;
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : undefined;
}

/** An id of the form of an action's that no action has. */
export function unknownActionId(seed: string): string {
  const hex = sha1Of(seed);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

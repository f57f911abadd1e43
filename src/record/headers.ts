import type { HeaderList } from '../trace/lines.ts';

/** RFC 9110 §7.6.1: what belongs to one connection and is not forwarded, beside what Connection names. */
const HOP_BY_HOP = new Set(['connection', 'proxy-connection', 'keep-alive', 'te', 'upgrade']);

/** Connection cannot take these away: the message would be another one. */
const NEVER_NAMED = new Set(['host', 'content-length', 'transfer-encoding']);

/** Node's flat list of names and values as pairs, in wire order. */
export function headerPairs(raw: readonly string[]): HeaderList {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']);
}

/**
 * The header lines that go on to the next hop, as they came. Transfer-Encoding stays, as the body keeps its framing, unless the next
 * hop speaks HTTP/1.0. `Connection: close` is said anew to the next hop.
 */
function endToEnd(headers: HeaderList, o: { chunked: boolean }): HeaderList {
  const options = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(','))
    .map((option) => option.trim().toLowerCase());
  const named = new Set(options.filter((option) => !NEVER_NAMED.has(option)));
  const kept = headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !HOP_BY_HOP.has(lower) && !named.has(lower) && (o.chunked || lower !== 'transfer-encoding');
  });
  return options.includes('close') ? [...kept, ['Connection', 'close']] : kept;
}

/** A request's header lines for the service: Host is the service's, in the place where the caller's was. */
export function forServiceHeaders(headers: HeaderList, host: string): HeaderList {
  const kept = endToEnd(headers, { chunked: true });
  const at = kept.findIndex(([name]) => name.toLowerCase() === 'host');
  const own: [string, string] = [kept[at]?.[0] ?? 'Host', host];
  return at < 0
    ? [own, ...kept]
    : kept.flatMap((line, i): HeaderList =>
        i === at ? [own] : line[0].toLowerCase() === 'host' ? [] : [line],
      );
}

/** A response's header lines for the caller. */
export function forCallerHeaders(headers: HeaderList, httpVersion: string): HeaderList {
  return endToEnd(headers, { chunked: httpVersion !== '1.0' });
}

/**
 * The origin-form of a request target (RFC 9112 §3.2). One in absolute-form is ours when its authority is one of `authorities`;
 * undefined for any other host, which is never forwarded.
 */
export function originFormOf(target: string, authorities: readonly string[]): string | undefined {
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target);
  if (!absolute) return target;
  const [, authority = '', rest = ''] = absolute;
  if (!authorities.includes(authority.toLowerCase())) return undefined;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

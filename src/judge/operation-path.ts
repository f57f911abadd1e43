import { rememberLast } from './last.ts';

/** A segment of a path without its percent-encoding; as it is where that is broken. */
export function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The machine id in a path of the operation, as it was sent. */
export function segmentOf(path: string, template: string): string | undefined {
  const plain = plainSegment(path, template);
  if (plain !== undefined) return plain;
  const mark = path.indexOf('?');
  return operationPattern(template).exec(mark < 0 ? path : path.slice(0, mark))?.[1];
}

/** The machine id, as it was sent, in a path that is spelt as documented: nearly every one is. */
export function plainSegment(path: string, template: string): string | undefined {
  const { before, after } = endsOf(template);
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
  const segment = path.slice(before.length, path.length - after.length);
  return segment === '' || segment.includes('/') || path.includes('?') ? undefined : segment;
}

const endsOf = rememberLast((template: string) => {
  const [before = '', after = ''] = template.split('{id}');
  return { before, after };
});

const patterns = new Map<string, RegExp>();

/** `/api/machines/{id}/StopAndQuarantineFile` also as `/api/v1.0/…`, and with the action in any letter case. */
function operationPattern(template: string): RegExp {
  let pattern = patterns.get(template);
  if (!pattern) {
    const source = template
      .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replace('{id}', '([^/]+)')
      .replace(/^\/api\//, '/api/(?:v1\\.0/)?');
    pattern = new RegExp(`^${source}/?$`, 'i');
    patterns.set(template, pattern);
  }
  return pattern;
}

import type { Exchange } from '../../src/judge/exchanges.ts';
import { actionIn, type Action } from '../support/answers.ts';
import type { CallRecord } from './conversation.ts';

/** States in which an action has had no effect and will have none. */
const WITHOUT_SUCCESS = new Set(['Failed', 'TimeOut', 'Cancelled']);

/**
 * Whether a read that was answered between two requests of a call shows that the first one had no effect: the action is
 * not in the list, or has ended without success.
 */
export function showsNoEffect(
  others: readonly Exchange[],
  first: Exchange,
  again: Exchange,
  call: CallRecord,
): boolean {
  const machineId = (call.line?.line.machineId ?? first.reading.machineId ?? '').toLowerCase();
  const hash = (call.line?.line.sha1 ?? first.reading.hash ?? '').toLowerCase();
  const concerns = (action: Action) =>
    lower(action['machineId'], machineId) === machineId && hashOf(action, hash) === hash;
  return others.some((read) => {
    const answer = read.response?.line;
    const { line } = read.request;
    if (line.method !== 'GET' || answer === undefined || answer.lost !== undefined) return false;
    if (answer.status !== 200 || answer.end !== 'complete') return false;
    if (line.t < (first.response?.line.t ?? first.request.line.t) || answer.t > again.request.line.t)
      return false;
    const body = actionIn(answer);
    if (/\/machineactions\/[^/?]+$/i.test(line.path))
      return body !== undefined && concerns(body) && WITHOUT_SUCCESS.has(String(body['status']));
    const list = body?.['value'];
    if (
      !/\/machineactions\/?(\?|$)/i.test(line.path) ||
      !Array.isArray(list) ||
      !mayList(line.path, machineId)
    )
      return false;
    return (list as Action[])
      .filter(concerns)
      .every((action) => WITHOUT_SUCCESS.has(String(action['status'])));
  });
}

/** A list that was asked for another machine shows nothing of this one. */
function mayList(path: string, machineId: string): boolean {
  const query = new URLSearchParams(path.slice(path.indexOf('?') + 1)).toString().toLowerCase();
  return !query.includes('machineid') || query.includes(machineId);
}

function hashOf(action: Action, otherwise: string): string {
  const file = action['relatedFileInfo'] as { fileIdentifier?: unknown } | null | undefined;
  return lower(file?.fileIdentifier ?? action['sha1'], otherwise);
}

/** What a profile does not name counts as equal. */
const lower = (value: unknown, otherwise: string) =>
  (typeof value === 'string' ? value : otherwise).toLowerCase();

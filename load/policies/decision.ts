import type { Decision } from './policy.ts';

/** A policy file is anybody's: what its `next` returned is a decision, or a sentence on why it is none. */
export type ReadDecision = { ok: true; decision: Decision } | { ok: false; why: string };

const ALLOWED = "allowed are { do: 'send', call }, { do: 'wait', untilMs } and { do: 'done' }";

/** Reads what `next` returned. @param calls how many calls there are */
export function readDecision(value: unknown, calls: number): ReadDecision {
  if (typeof value !== 'object' || value === null) return fault(`next returned ${shown(value)}; ${ALLOWED}`);
  const { do: act, call, untilMs } = value as Record<string, unknown>;
  switch (act) {
    case 'done':
      return { ok: true, decision: { do: 'done' } };
    case 'send':
      return typeof call === 'number' && Number.isInteger(call) && call >= 0 && call < calls
        ? { ok: true, decision: { do: 'send', call } }
        : fault(`next wants to send the call ${shown(call)}; calls are whole numbers from 0 to ${calls - 1}`);
    case 'wait':
      return typeof untilMs === 'number' && !Number.isNaN(untilMs)
        ? { ok: true, decision: { do: 'wait', untilMs } }
        : fault(`next wants to wait until ${shown(untilMs)}; untilMs is a time in ms, or Infinity`);
    default:
      return fault(`next wants to do ${shown(act)}; ${ALLOWED}`);
  }
}

function fault(why: string): ReadDecision {
  return { ok: false, why };
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  const text = String(value as string | number | boolean | bigint | symbol | null | undefined);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

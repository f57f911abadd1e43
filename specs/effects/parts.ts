import { digestOf } from '../../src/judge/digest.ts';
import { pairOf as digestOfPair, type Exchange } from '../../src/judge/exchanges.ts';
import { isUnusualText, type Action } from '../support/answers.ts';
import { actionTimeMs } from '../support/times.ts';

/** Of a call, its machine and file; undefined where it names none. */
export function pairOf({ reading }: Exchange): number | undefined {
  const { operation, machineId, hash } = reading;
  if (!operation || machineId === undefined || hash === undefined) return undefined;
  return digestOfPair(reading);
}

/** Digests of what an action says of itself; 0 for what it does not say. */
export function partsOf(action: Action): { machine: number; file: number; comment: number } {
  const info = action['relatedFileInfo'];
  const file = typeof info === 'object' && info !== null ? (info as Action)['fileIdentifier'] : undefined;
  return {
    machine: shortDigest(lower(action['machineId'])),
    file: shortDigest(lower(file)),
    comment: shortDigest(essence(action['requestorComment'])),
  };
}

const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : undefined);

/** What is left of a comment whatever a service does to text while storing it; undefined for one that it may refuse. */
function essence(value: unknown): string | undefined {
  if (typeof value !== 'string' || isUnusualText(value)) return undefined;
  if (/^[\w .,:;()/-]*$/.test(value)) return value.replaceAll(' ', ''); // most are, and the rest is slow
  return value.normalize('NFC').replace(/&#?\w{1,8};|[<>&"'\s]/gu, '');
}

/** A digest of 32 bits, never 0. */
export function shortDigest(text: string | undefined): number {
  return text === undefined ? 0 : digestOf(text) >>> 0 || 1;
}

/** Ms since 1970; NaN for what is no time. */
export function timeOf(value: unknown): number {
  return actionTimeMs(value) ?? Number.NaN;
}

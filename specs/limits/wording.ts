import type { LimitWindow } from './timeline.ts';

/** `12345` as `12,345`; at most three decimals. */
export function figure(value: number): string {
  const [whole, decimals] = String(Math.round(value * 1000) / 1000).split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** Milliseconds as seconds, with the unit. */
export function seconds(ms: number): string {
  return `${figure(ms / 1000)} s`;
}

/** `1st`, `22nd`, `113th`, `1,500th`. */
export function ordinal(value: number): string {
  const teens = value % 100 >= 11 && value % 100 <= 13;
  const ending = teens ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${figure(value)}${ending}`;
}

/** `100 in 60 s`. */
export function limitOf(window: LimitWindow): string {
  return `${figure(window.calls)} in ${seconds(window.windowMs)}`;
}

/** `1 call`, `2 calls`. */
export function counted(value: number, noun: string): string {
  return `${figure(value)} ${noun}${value === 1 ? '' : 's'}`;
}

import type { ServiceMutant } from './mutant.ts';
import { inFrontOf, type Wire } from './wire.ts';

/** A broken port; only bytes on a socket show it. */
export const framingMutant = (
  id: string,
  title: string,
  kills: readonly string[],
  wire: Wire,
  more: Pick<ServiceMutant, 'advisory'> = {},
): ServiceMutant => ({
  id: `framing.${id}`,
  title,
  kills: kills.map((kill) => `framing.${kill}`),
  target: 'emulator',
  front: inFrontOf(wire),
  ...more,
});

/** Head of a message with the empty line, and what comes after it. */
export const headOf = (message: string) => message.slice(0, message.indexOf('\r\n\r\n') + 4);
export const bodyOf = (message: string) => message.slice(message.indexOf('\r\n\r\n') + 4);

export const isFinal = (answer: string) => !answer.startsWith('HTTP/1.1 1');

/** True for an answer with a body in it. */
export const hasBody = (answer: string, asked: string) =>
  isFinal(answer) && !asked.startsWith('HEAD ') && /\r\nContent-Length: [1-9]/i.test(headOf(answer));

/** True for the head of a request of HTTP/1.0. */
export const isOld = (asked: string) => asked.includes(' HTTP/1.0');

/** Passes every final answer through an edit of its text. */
export const answering = (edit: (answer: string, asked: string) => string): Wire => ({
  answer: (answer, asked) => (isFinal(answer) ? edit(answer, asked) : answer),
});

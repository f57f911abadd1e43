import type { Client } from './client.ts';
import type { Answer, Call } from './types.ts';

/** How the program around the client talks to whoever started it; a mutant may replace each of these. */
export type Manner = {
  /** Lines on standard output for an answer. */
  say(call: number, answer: Answer): string[];
  /** Called when the first answer was given, and at the end of input. */
  afterAnswer?(count: number): void;
  atEnd?(): void;
};

export const MANNER: Manner = {
  say: (call, answer) => [JSON.stringify({ call, ...answer })],
};

/** One call from the environment; the exit code is the answer. */
export async function onePerProcess(
  client: Client,
  environment: Record<string, string | undefined>,
): Promise<number> {
  const { CORDON_MACHINE_ID: machineId, CORDON_COMMENT: comment, CORDON_SHA1: sha1 } = environment;
  const call: Call = {
    ...(machineId === undefined ? {} : { machineId }),
    ...(comment === undefined ? {} : { comment }),
    ...(sha1 === undefined ? {} : { sha1 }),
  };
  const answer = await client.quarantine(call);
  if ('action' in answer) return 0;
  process.stderr.write(`${JSON.stringify(answer.error)}\n`);
  return 1;
}

/** Calls as JSON Lines on `input`, answers on `output`, in any order; returns when the input has ended and all is answered. */
export async function linesOfCalls(
  client: Client,
  manner: Manner,
  input: AsyncIterable<Buffer>,
  output: { write(text: string): unknown },
): Promise<void> {
  const pending: Promise<void>[] = [];
  let answered = 0;
  output.write(`${JSON.stringify({ hello: { concurrency: 8 } })}\n`);
  const take = async (line: string) => {
    const { call, ...given } = JSON.parse(line) as Call & { call?: number };
    if (call === undefined) return;
    const answer = await client.quarantine(given);
    for (const text of manner.say(call, answer)) output.write(`${text}\n`);
    answered += 1;
    manner.afterAnswer?.(answered);
  };
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    // LF alone ends a line; a reader of lines that knows more line ends would tear comments apart.
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') pending.push(take(line));
  }
  await Promise.all(pending);
  manner.atEnd?.();
}

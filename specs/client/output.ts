import { broken, holds, plural } from '../../src/judge/checks.ts';
import type { Check, Finding } from '../../src/judge/types.ts';
import { CLIENT_EVENTS } from '../../src/client-run/events.ts';
import { attemptsOf, conversationCheck, nothingSeen, type Conversation } from './conversation.ts';
import { weigh } from './weigh.ts';

const eventsOf = ({ scenarios }: Conversation, name: string) =>
  scenarios.flatMap(({ events }) => events).filter(({ line }) => line.event === name);

const notStarted: Finding = {
  verdict: 'not-applicable',
  reason: 'the client was not started by this run',
  evidence: [],
};

/** RFC 6750 §5.3: a bearer token is for whoever holds it, and logs have many readers. */
const noSecret = conversationCheck('client.no-secret-in-output', (conversation) => {
  const started = eventsOf(conversation, CLIENT_EVENTS.started);
  if (started.length === 0) return notStarted;
  const found = eventsOf(conversation, CLIENT_EVENTS.secret);
  // A client that never used its token had no occasion to show it.
  const used = attemptsOf(conversation).length > 0;
  return weigh(
    [
      ...found.map(({ n, line }) => ({
        opinion: broken('no secret in the output', line.detail),
        evidence: [n],
      })),
      ...(used ? [{ opinion: holds, evidence: started.slice(0, 1).map(({ n }) => n) }] : []),
    ],
    {
      pass: 'neither output nor error output held a secret',
      noun: 'run',
      none: () => nothingSeen(conversation),
    },
  );
});

const protocolLines = conversationCheck('client.protocol-lines', (conversation) => {
  const garbage = eventsOf(conversation, CLIENT_EVENTS.garbage);
  const [first] = garbage;
  if (first)
    return {
      verdict: 'fail',
      reason: `expected lines of the protocol on standard output, got ${first.line.detail}${garbage.length > 1 ? `; ${plural(garbage.length, 'line')} of this sort` : ''}`,
      evidence: [first.n],
    };
  const answers = conversation.scenarios
    .flatMap(({ calls }) => calls)
    .flatMap(({ results }) => results)
    .filter(({ line }) => line.exit === undefined && line.unsupported === undefined);
  return answers[0]
    ? { verdict: 'pass', reason: 'standard output held lines of the protocol only', evidence: [answers[0].n] }
    : { verdict: 'not-applicable', reason: 'no lines were expected on standard output', evidence: [] };
});

export const outputChecks: Check[] = [noSecret, protocolLines];

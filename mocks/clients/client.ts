import type { Clock } from '../../src/clock/clock.ts';
import { createExchange } from './exchange.ts';
import { pauseAfter } from './pause.ts';
import { fetchToken, jsonIn } from './tokens.ts';
import type { Answer, Call, Failure, Outgoing, Reply, Settings } from './types.ts';

/** The decisions of the client, each of which a mutant may replace. */
export type Steps = {
  request(call: Required<Call>, settings: Settings): Outgoing;
  authorization(token: string): Record<string, string>;
  /** How long to wait before the call is sent again; undefined: not again. `attempt` from 1. */
  pause(reply: Extract<Reply, { status: number }>, attempt: number, epochMs: number): number | undefined;
  /** Whether a call whose outcome is unknown is sent again. */
  resendAfterLoss(attempt: number): boolean;
  /** How often an accepted call is sent. */
  copies: number;
  /** What the caller is told of a whole response. */
  report(reply: Extract<Reply, { status: number }>): Answer;
};

/** What a correct client does. */
export const STEPS: Steps = {
  request: ({ machineId, comment, sha1 }, settings) => ({
    method: 'POST',
    path: settings.path.replace('{id}', encodeURIComponent(machineId)),
    headers: { 'Content-Type': settings.contentType, Accept: 'application/json' },
    body: JSON.stringify({ Comment: comment, Sha1: sha1 }),
  }),
  authorization: (token) => ({ Authorization: `Bearer ${token}` }),
  pause: pauseAfter,
  resendAfterLoss: () => false,
  copies: 1,
  report: reportOf,
};

export type Client = { quarantine(call: Call): Promise<Answer>; close(): void };

/** A client of the operation that can be relied on. It never sends a call again whose outcome it does not know. */
export function createClient(settings: Settings, clock: Clock, steps: Steps = STEPS): Client {
  const exchange = createExchange(settings);
  let token = settings.token;

  const send = async (out: Outgoing): Promise<Reply | { error: Failure }> => {
    if (token === undefined) {
      const fetched = await fetchToken(settings, exchange);
      if ('error' in fetched) return fetched;
      token = fetched.token;
    }
    const headers = { ...out.headers, ...steps.authorization(token) };
    return exchange.send(settings.baseUrl + out.path, { ...out, headers });
  };

  const read = (path: string) => send({ method: 'GET', path, headers: { Accept: 'application/json' } });
  const root = settings.path.slice(0, settings.path.indexOf('/machines/'));

  const findAction = async ({ machineId, sha1, comment }: Required<Call>): Promise<unknown> => {
    const filter = encodeURIComponent(`machineId eq '${machineId}'`);
    const reply = await read(`${root}/machineactions?$filter=${filter}`);
    const list = 'status' in reply && reply.status === 200 ? jsonIn(reply.body)?.['value'] : undefined;
    return (Array.isArray(list) ? (list as Record<string, unknown>[]) : []).find(
      (action) =>
        action['requestorComment'] === comment &&
        JSON.stringify(action).toLowerCase().includes(sha1.toLowerCase()),
    );
  };

  const call = async (given: Required<Call>): Promise<Answer> => {
    if (settings.lookFirst) await read(`${root}/machines/${encodeURIComponent(given.machineId)}`);
    let renewed = settings.token === undefined;
    for (let attempt = 1; ; attempt += 1) {
      const reply = await send(steps.request(given, settings));
      if ('error' in reply) return reply;
      if ('lost' in reply) {
        if (reply.lost === 'refused') return { error: { kind: 'not-sent', message: reply.message } };
        if (steps.resendAfterLoss(attempt)) continue;
        const found = settings.lookAfterLoss ? await findAction(given) : undefined;
        return found ? { action: found } : { error: { kind: reply.lost, message: reply.message } };
      }
      if (reply.status === 401 && !renewed) {
        renewed = true;
        token = undefined;
        continue;
      }
      const pauseMs = settings.retry ? steps.pause(reply, attempt, clock.epoch()) : undefined;
      if (pauseMs === undefined) {
        if (reply.status === 201)
          for (let copy = 1; copy < steps.copies; copy += 1) await send(steps.request(given, settings));
        return steps.report(reply);
      }
      await clock.sleep(pauseMs);
    }
  };

  return {
    close: exchange.close,
    quarantine: (given) => {
      const { machineId, comment, sha1 } = given;
      if (!machineId || !comment || !sha1 || !/^[0-9a-f]{40}$/i.test(sha1))
        return Promise.resolve({
          error: { kind: 'argument', message: 'machine, comment and a SHA-1 are required' },
        });
      return call({ machineId, comment, sha1 });
    },
  };
}

function reportOf({ status, headers, body }: Extract<Reply, { status: number }>): Answer {
  const json = jsonIn(body);
  if (status === 201 && json) return { action: json };
  if (status < 300) return { error: { kind: 'other', status, message: 'the answer is not an action' } };
  const error = (json?.['error'] ?? {}) as Record<string, unknown>;
  const text = (name: 'code' | 'target' | 'message') =>
    typeof error[name] === 'string' ? { [name]: error[name] } : {};
  const retryAfter = headers['retry-after'];
  return {
    error: {
      kind: 'http',
      status,
      ...text('code'),
      ...text('target'),
      ...text('message'),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    },
  };
}

import type { HeaderList } from '../trace/lines.ts';
import type { Recorder, SeenResponse } from '../trace/recorder.ts';
import type { TokenTrace } from '../trace/lines.ts';
import { keepBody, type KeptBody } from './kept-body.ts';

/** What is written of one exchange: its request once, then faults, then one end of it. Calls after the end are dropped. */
export type ExchangeRecord = {
  requestBody: KeptBody;
  /** The whole request has come. */
  request(): void;
  requestIsWhole(): boolean;
  /** From here on the answer says nothing about the service: the caller or the recorder was in the way. */
  fault(did: string): void;
  response(answer: SeenResponse, at: number): void;
  lost(lost: 'reset' | 'timeout' | 'refused' | 'cut', why: string): void;
};

/** @param o.at when the head of the request had been read. */
export function recordExchange(o: {
  recorder: Recorder;
  s: number;
  conn: number;
  method: string;
  path: string;
  headers: HeaderList;
  token: TokenTrace;
  at: number;
}): ExchangeRecord {
  const { recorder, s, at, ...head } = o;
  const requestBody = keepBody();
  let x: number | undefined;
  let whole = false;
  let over = false;
  /** A request that is not whole when something else has to be told is written with what had come by then. */
  const number = () => (x ??= recorder.request(s, { ...head, ...requestBody.forTrace() }, at));
  return {
    requestBody,
    request() {
      whole = true;
      number();
    },
    requestIsWhole: () => whole,
    fault(did) {
      if (!over) recorder.fault(s, number(), { did });
    },
    response(answer, responseAt) {
      if (over) return;
      over = true;
      recorder.response(s, number(), answer, responseAt);
    },
    lost(lost, why) {
      if (over) return;
      over = true;
      recorder.response(s, number(), { lost, why });
    },
  };
}

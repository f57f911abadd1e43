import type { PortRecorder } from '../../mocks/service/http.ts';
import type { Service } from '../../mocks/service/types.ts';
import { valuesOf } from '../judge/reading.ts';
import type { Recorder } from '../trace/recorder.ts';
import { tokenTrace } from '../trace/token.ts';

/**
 * Writes what happens on a port into a trace, as its server saw it.
 * @param o.s the scenario that the port belongs to; @param o.key key of the token prints, which dies with the run.
 */
export function portRecorder(o: {
  recorder: Recorder;
  s: number;
  service: () => Service;
  key: Uint8Array;
}): PortRecorder {
  const { recorder, s, key } = o;
  return {
    onRequest({ at, ...seen }) {
      const authorization = valuesOf(seen.headers, 'authorization')[0];
      const use = o.service().tokenUse(authorization);
      return recorder.request(s, { ...seen, token: tokenTrace(authorization, use, key) }, at);
    },
    onResponse: (x, { at, ...sent }) => {
      recorder.response(s, x, sent, at);
      return recorder.flushed();
    },
    onLost: (x, { at, lost }) => {
      recorder.response(s, x, { lost }, at);
      return recorder.flushed();
    },
    onFault: (x, { at: _at, ...fault }) => recorder.fault(s, x, fault),
  };
}

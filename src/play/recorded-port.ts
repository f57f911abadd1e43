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
    // The fields by name: copies of all but one take longer than the line that is made of them.
    onRequest(seen) {
      const { conn, method, path, headers, body } = seen;
      const authorization = valuesOf(headers, 'authorization')[0];
      const use = o.service().tokenUse(authorization);
      const token = tokenTrace(authorization, use, key);
      return recorder.request(s, { conn, method, path, headers, body, token }, seen.at);
    },
    onResponse: (x, { status, headers, body, end, at }) => {
      recorder.response(s, x, { status, headers, body, end }, at);
      return recorder.flushed();
    },
    onLost: (x, { at, lost }) => {
      recorder.response(s, x, { lost }, at);
      return recorder.flushed();
    },
    onFault: (x, { at: _at, ...fault }) => recorder.fault(s, x, fault),
  };
}

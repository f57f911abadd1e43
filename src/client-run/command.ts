import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '../clock/clock.ts';
import type { Recorder } from '../trace/recorder.ts';
import type { Call } from './calls.ts';
import type { Emulator } from './emulator.ts';
import { CLIENT_EVENTS } from './events.ts';
import { MOST_OUTPUT_BYTES } from './lines.ts';
import { patience } from './patience.ts';
import { startProcess, type Ended } from './process.ts';
import type { SecretSearch } from './secrets.ts';

/** A scenario that is set up and waits for its client. */
export type Stage = {
  command: readonly string[];
  /** Everything that the process is to find in its environment, but the call's own variables. */
  environment: Record<string, string | undefined>;
  calls: readonly Call[];
  emulator: Emulator;
  recorder: Recorder;
  s: number;
  clock: Clock;
  secrets: SecretSearch;
  silenceMs: number;
  signal: AbortSignal;
  /** Takes what the client writes to its error output. */
  log(text: string): void;
};

/** `stopped`: why the run ended it. */
export type CommandEnd = Ended | { stopped: string };

export type Command = {
  write(text: string): void;
  endInput(): void;
  /** Ends the client for a reason of its own making. */
  giveUp(why: string): void;
  end: Promise<CommandEnd>;
};

/**
 * Starts the command on a stage and watches it to its end: it ends by itself, or is ended after silence, a flood or an
 * interruption. Writes what happens to the process into the trace.
 * @throws UsageError when it cannot be started.
 */
export async function startCommand(
  stage: Stage,
  o: {
    /** For the trace: the driver, and the call where there is one. */
    label: string;
    variables?: Record<string, string>;
    /** Present: it is given an input, and its standard output is read. */
    onText?: (text: string) => void;
    /** When it last said something, in ms of the clock. */
    saidMs?: () => number;
  },
): Promise<Command> {
  const { recorder, s, clock } = stage;
  const name = `${s} ${o.label}`;
  const over = new AbortController();
  const stopped = Promise.withResolvers<string>();
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  const sizes = { stdout: 0, stderr: 0 };
  const startedMs = clock.now();
  const child = await startProcess({
    command: stage.command,
    environment: { ...stage.environment, ...o.variables },
    input: o.onText !== undefined,
    clock,
    onOutput(stream, chunk) {
      if (sizes[stream] > MOST_OUTPUT_BYTES) return;
      sizes[stream] += chunk.length;
      if (sizes[stream] > MOST_OUTPUT_BYTES)
        stopped.resolve(`it was ended after more than ${MOST_OUTPUT_BYTES} bytes of output`);
      const text = decoders[stream].write(chunk);
      for (const secret of stage.secrets.search(`${name} ${stream}`, text))
        recorder.client(
          s,
          CLIENT_EVENTS.secret,
          `${secret} on ${stream === 'stdout' ? 'standard output' : 'standard error'}`,
        );
      if (stream === 'stderr') stage.log(text);
      else o.onText?.(text);
    },
  });
  recorder.client(s, CLIENT_EVENTS.started, o.label);
  const interrupted = () => stopped.resolve('it was ended because the run was interrupted');
  stage.signal.addEventListener('abort', interrupted, { once: true });
  if (stage.signal.aborted) interrupted();
  patience({
    clock,
    done: over.signal,
    activity: stage.emulator.activity,
    outputMs: o.saidMs ?? (() => startedMs),
    silenceMs: stage.silenceMs,
  }).then(stopped.resolve, () => undefined);

  const end = async (): Promise<CommandEnd> => {
    const first = await Promise.race([child.ended, stopped.promise.then((why) => ({ stopped: why }))]);
    over.abort(new Error('the client has ended'));
    stage.signal.removeEventListener('abort', interrupted);
    if ('stopped' in first) {
      await child.stop();
      recorder.client(s, CLIENT_EVENTS.stopped, first.stopped);
      return first;
    }
    if (first.children)
      recorder.client(
        s,
        CLIENT_EVENTS.children,
        'processes that it had started were still there and were ended',
      );
    recorder.client(
      s,
      CLIENT_EVENTS.ended,
      first.code === null ? `signal ${first.signal}` : `code ${first.code}`,
    );
    return first;
  };
  return { write: child.write, endInput: child.endInput, giveUp: stopped.resolve, end: end() };
}

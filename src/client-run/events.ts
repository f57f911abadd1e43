/** What a `client` line of a trace can say of the process under test; its `detail` is for reading unless noted. */
export const CLIENT_EVENTS = {
  /** The command was started. `detail`: the driver, and the call where it is started for one. */
  started: 'started',
  /** Its first line on standard output said what it can do. */
  hello: 'hello',
  /** Every call is answered, so that its standard input was closed. */
  inputClosed: 'input-closed',
  /** It ended by itself. `detail`: `code 0`, `signal SIGSEGV`. */
  ended: 'ended',
  /** It was ended by the run: silence, a flood, or an interruption. */
  stopped: 'stopped',
  /** Processes that it had started were still there when it had ended, and were ended. */
  children: 'children',
  /** Something on standard output that is not a line of the protocol. */
  garbage: 'garbage',
  /** A secret that it had been given was found in its output. */
  secret: 'secret',
} as const;

/** The `detail` of an `ended` event after a success. */
export const ENDED_WELL = 'code 0';

/** The kinds of error that an adapter may report. */
export const ERROR_KINDS = [
  'argument',
  'http',
  'auth',
  'not-sent',
  'network',
  'timeout',
  'cancelled',
  'other',
] as const;

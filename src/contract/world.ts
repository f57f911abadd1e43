/** What a service holds before the first call of a scenario. Also the format of a `--world` file (machines only). */
export type Machine = {
  /** 40 hexadecimal digits in every published example. */
  id: string;
  computerDnsName?: string | null;
  /** SHA-1 hashes, 40 hexadecimal digits, of files present on the machine. */
  files: string[];
};

/** One disturbance of the service: what it hits, how often, and what happens instead. */
export type Fault = {
  /** Which requests count: the operation itself, the token endpoint, or any read. */
  on: 'action' | 'token' | 'read';
  /** Let this many matching requests through first. Default 0. */
  skip?: number;
  /** Hit this many matching requests, then behave. Default 1. */
  times?: number;
} & (
  | { do: 'answer'; status: number; headers?: [string, string][]; body?: string }
  /** `before`: nothing is done. `after`: the action is created, then no byte of the answer is sent. `during`: half of the answer is sent. */
  | { do: 'reset'; when: 'before' | 'during' | 'after' }
  /** The action is created; the connection closes in order, in the middle of the announced body. */
  | { do: 'cut' }
  | { do: 'delay'; ms: number }
);

export type World = {
  machines: Machine[];
  /** Calls that others made in the current windows before the scenario starts. */
  quotaUsed?: { minute?: number; hour?: number };
  faults?: Fault[];
};

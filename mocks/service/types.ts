import type { HeaderList, IssuedTokenUse, TokenTrace } from '../../src/trace/lines.ts';

export type ServiceRequest = {
  method: string;
  /** Path and query as on the wire. */
  path: string;
  headers: HeaderList;
  body: Uint8Array;
};

/** What the transport does with the answer. Anything but `complete` is a fault of the scenario. */
export type Delivery = 'complete' | 'reset-before' | 'reset-during' | 'reset-after' | 'cut';

export type ServiceResponse = {
  status: number;
  headers: HeaderList;
  body: Uint8Array;
  delivery: Delivery;
  /** Wait this long, in ms of the service's clock, before the first byte. */
  delayMs: number;
  /** Set when a fault of the scenario changed this exchange. */
  fault?: { did: string; actionId?: string };
};

export type Service = {
  /** Synchronous and deterministic: clock and randomness were passed in. */
  handle(request: ServiceRequest): ServiceResponse;
  /** A token as this service would issue or refuse it. */
  token(use: IssuedTokenUse): string;
  /** What the service makes of an Authorization header. */
  tokenUse(authorization: string | undefined): TokenTrace['use'];
  /** Credentials that its token endpoints accept. */
  credentials: { tenantId: string; clientId: string; clientSecret: string };
};

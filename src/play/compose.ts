import type { Contract } from '../contract/contract.ts';
import type { HeaderList, TokenUse } from '../trace/lines.ts';
import { sha1Of } from './random.ts';
import type { Pair, Pairs } from './make-world.ts';
import type { CallSpec } from './scenario.ts';
import type { OutRequest } from './target.ts';

/** What a composed call is, for the call line and for what comes after it. */
export type Composed = {
  request: OutRequest;
  machineId: string;
  hash?: string;
  comment?: string;
  use: TokenUse;
  authorization?: string;
};

export type ComposeContext = {
  contract: Contract;
  pairs: Pairs;
  run: string;
  /** Number of the call in the run, from 1. */
  number: number;
  token(use: Exclude<TokenUse, 'none' | 'malformed' | 'unknown'>): string | undefined;
  /** The pair of the call before, for `file: again`. */
  last?: Pair;
};

/**
 * The request for one call of a scenario. A call that does not ask for an effect carries an inert hash, so that a service
 * that skips a check finds no file. Undefined: the world has no unused machine and file pair left.
 */
export function composeCall(spec: CallSpec, context: ComposeContext): Composed | undefined {
  const pair = pairFor(spec, context);
  if (!pair) return undefined;
  const machineId =
    spec.machine === 'unknown' ? sha1Of(`cordon unknown machine ${context.run}`) : pair.machineId;
  const hash = spec.upperCase ? pair.hash.toUpperCase() : pair.hash;
  const comment = spec.comment ?? `Cordon run ${context.run} call ${context.number}`;
  const body = spec.rawBody ?? bodyText(spec, context.contract, { hash, comment });
  const use = spec.token ?? 'valid';
  const authorization = authorizationFor(spec, use, context);
  const headers: HeaderList = [
    ...(authorization === undefined ? [] : ([['Authorization', authorization]] as HeaderList)),
    ...(spec.contentType === null
      ? []
      : ([['Content-Type', spec.contentType ?? 'application/json']] as HeaderList)),
    ['Accept', 'application/json'],
  ];
  const method = spec.method ?? context.contract.method;
  return {
    request: {
      method,
      path: context.contract.path.replace('{id}', encodeURIComponent(machineId)),
      headers,
      body: method === 'GET' || method === 'DELETE' ? new Uint8Array() : Buffer.from(body, 'utf8'),
    },
    machineId,
    use,
    ...(authorization === undefined ? {} : { authorization }),
    ...(spec.omit?.includes('Sha1') || spec.rawBody !== undefined ? {} : { hash }),
    ...(spec.omit?.includes('Comment') || spec.rawBody !== undefined ? {} : { comment }),
  };
}

function pairFor(spec: CallSpec, context: ComposeContext): Pair | undefined {
  if (spec.file === 'present') return context.pairs.take();
  if (spec.file === 'again' && context.last) return context.last;
  return {
    machineId: context.pairs.machine() ?? sha1Of(`cordon machine outside ${context.run}`),
    hash: sha1Of(`cordon inert ${context.run} ${context.number}`),
  };
}

function bodyText(spec: CallSpec, contract: Contract, values: { hash: string; comment: string }): string {
  const body: Record<string, unknown> = {};
  if (!spec.omit?.includes('Comment')) body['Comment'] = values.comment;
  if (!spec.omit?.includes('Sha1')) for (const name of contract.hashNames) body[name] = values.hash;
  for (const [pointer, value] of Object.entries(spec.replace ?? {}))
    for (const name of pointer === '/Sha1' ? contract.hashNames : [pointer.slice(1)]) body[name] = value;
  return JSON.stringify(body);
}

function authorizationFor(spec: CallSpec, use: TokenUse, context: ComposeContext): string | undefined {
  if (use === 'none' || use === 'unknown') return undefined;
  if (use === 'malformed') return 'Bearer';
  return `${spec.scheme ?? 'Bearer'} ${context.token(use) ?? ''}`;
}

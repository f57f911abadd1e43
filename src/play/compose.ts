import { gzipSync } from 'node:zlib';
import type { Contract } from '../contract/contract.ts';
import type { HeaderList, IssuedTokenUse, TokenUse } from '../trace/lines.ts';
import { forgedToken } from './forge.ts';
import { sha1Of } from './random.ts';
import type { Pair, Pairs } from './make-world.ts';
import type { CallSpec, RawBody } from './scenario.ts';
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
  /** Of the call in the run: the scenario's number and the call's in it. */
  number: string;
  token(use: IssuedTokenUse): string | undefined;
  newToken?: (() => string | undefined) | undefined;
  /** The pair of an earlier call, for `file: again`. */
  again?: Pair;
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
  const plain =
    spec.rawBody === undefined
      ? Buffer.from(bodyText(spec, context.contract, { hash, comment }), 'utf8')
      : rawBytes(spec.rawBody);
  const body = spec.coding === 'gzip' ? gzipSync(plain) : plain;
  const use = spec.token ?? 'valid';
  const authorization = authorizationFor(spec, use, context);
  const extra = new Set(spec.headers?.map(([name]) => name.toLowerCase()));
  const own: HeaderList = [
    ...(authorization === undefined ? [] : ([['Authorization', authorization]] as HeaderList)),
    ...(spec.contentType === null
      ? []
      : ([['Content-Type', spec.contentType ?? 'application/json']] as HeaderList)),
    ...(spec.coding === undefined ? [] : ([['Content-Encoding', spec.coding]] as HeaderList)),
    ['Accept', 'application/json'],
  ];
  const headers = [...own.filter(([name]) => !extra.has(name.toLowerCase())), ...(spec.headers ?? [])];
  const method = spec.method ?? context.contract.method;
  return {
    request: {
      method,
      path: pathFor(spec, context.contract, machineId),
      headers,
      body: method === 'GET' || method === 'DELETE' || method === 'HEAD' ? new Uint8Array() : body,
      ...(spec.fresh ? { fresh: true } : {}),
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
  if (spec.file === 'again' && context.again) return context.again;
  return {
    machineId: context.pairs.machine() ?? sha1Of(`cordon machine outside ${context.run}`),
    hash: sha1Of(`cordon inert ${context.run} ${context.number}`),
  };
}

function pathFor(spec: CallSpec, contract: Contract, machineId: string): string {
  const cased =
    spec.pathCase === undefined
      ? contract.path
      : contract.path
          .split('{id}')
          .map((part) => (spec.pathCase === 'lower' ? part.toLowerCase() : part.toUpperCase()))
          .join('{id}');
  const path = (spec.path ?? cased).replace('{id}', () => spec.machineText ?? encodeURIComponent(machineId));
  return spec.query === undefined ? path : `${path}?${spec.query}`;
}

/** The bytes that a scenario gives for a body. */
export function rawBytes(raw: RawBody): Uint8Array {
  if (typeof raw === 'string') return Buffer.from(raw, 'utf8');
  if ('base64' in raw) return Buffer.from(raw.base64, 'base64');
  return Buffer.from(raw.parts.map(([text, times]) => text.repeat(times)).join(''), 'utf8');
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
  const issued =
    (spec.newToken ? context.newToken?.() : undefined) ??
    context.token(use === 'forged' ? 'valid' : use) ??
    '';
  const token =
    use === 'forged'
      ? forgedToken(issued, spec.forgery ?? 'signature', `${context.run} ${context.number}`)
      : issued;
  return `${spec.scheme ?? 'Bearer'} ${token}`;
}

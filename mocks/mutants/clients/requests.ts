import { STEPS, type Steps } from '../../clients/client.ts';
import type { Call, Outgoing } from '../../clients/types.ts';
import type { ClientMutant } from './mutants.ts';

/** Mutants whose requests are wrong. */
export const requestMutants: readonly ClientMutant[] = [
  {
    id: 'put',
    title: 'uses PUT',
    steps: changed((out) => ({ ...out, method: 'PUT' })),
    fails: ['client.method-and-path'],
  },
  {
    id: 'invented-path',
    title: 'asks for the action on the file instead of the machine',
    steps: changed((out, { sha1 }) => ({ ...out, path: `/api/files/${sha1}/stopAndQuarantineFile` })),
    fails: ['client.method-and-path'],
    unproven: ['client.values'],
  },
  {
    id: 'wrong-scheme',
    title: 'sends its token without the scheme Bearer',
    steps: { authorization: (token) => ({ Authorization: token }) },
    fails: ['client.authorization'],
  },
  {
    id: 'no-authorization',
    title: 'sends its token in a header of its own',
    steps: { authorization: (token) => ({ 'X-Token': token }) },
    fails: ['client.authorization'],
  },
  {
    id: 'no-content-type',
    title: 'does not say that its body is JSON',
    steps: changed(({ headers: { Accept = '*/*' }, ...out }) => ({ ...out, headers: { Accept } })),
    fails: ['client.media-type'],
  },
  {
    id: 'camel-case-names',
    title: 'writes the names of the body in lower case',
    steps: body(({ comment, sha1 }) => JSON.stringify({ comment, sha1 })),
    fails: ['client.body'],
    unproven: ['client.values'],
  },
  {
    id: 'json-by-hand',
    title: 'puts the comment into JSON without escaping it',
    steps: body(({ comment, sha1 }) => `{"Comment":"${comment}","Sha1":"${sha1}"}`),
    fails: ['client.body'],
    unproven: ['client.values'],
  },
  {
    id: 'half-escaped',
    title: 'escapes quotes and control characters, but not the backslash',
    steps: body(({ comment, sha1 }) =>
      JSON.stringify({ Comment: comment, Sha1: sha1 }).replaceAll('\\\\', '\\'),
    ),
    fails: ['client.values'],
  },
  {
    id: 'double-json',
    title: 'turns its body into JSON twice',
    steps: body(({ comment, sha1 }) => JSON.stringify(JSON.stringify({ Comment: comment, Sha1: sha1 }))),
    fails: ['client.body'],
    unproven: ['client.values'],
  },
  {
    id: 'latin-1',
    title: 'writes its body in Latin-1',
    steps: body(({ comment, sha1 }) =>
      Buffer.from(JSON.stringify({ Comment: comment, Sha1: sha1 }), 'latin1'),
    ),
    fails: ['client.body'],
    unproven: ['client.values'],
  },
  {
    id: 'ascii-comment',
    title: 'replaces what is not ASCII by question marks',
    steps: body(({ comment, sha1 }) =>
      JSON.stringify({ Comment: comment.replace(/[^ -~\s]/g, '?'), Sha1: sha1 }),
    ),
    fails: ['client.values'],
  },
  {
    id: 'truncated-hash',
    title: 'cuts the last digit of the hash',
    steps: body(({ comment, sha1 }) => JSON.stringify({ Comment: comment, Sha1: sha1.slice(0, -1) })),
    fails: ['client.body', 'client.values'],
  },
  {
    id: 'one-machine',
    title: 'sends each call to the machine of the first',
    steps: oneMachine(),
    fails: ['client.values'],
    only: 'stdio',
  },
];

function changed(change: (out: Outgoing, call: Required<Call>) => Outgoing): Partial<Steps> {
  return { request: (call, settings) => change(STEPS.request(call, settings), call) };
}

function body(write: (call: Required<Call>) => string | Uint8Array): Partial<Steps> {
  return changed((out, call) => ({ ...out, body: write(call) }));
}

function oneMachine(): Partial<Steps> {
  let first: string | undefined;
  return {
    request(call, settings) {
      first ??= call.machineId;
      return STEPS.request({ ...call, machineId: first }, settings);
    },
  };
}

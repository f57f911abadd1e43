import type { Choices } from './choices.ts';
import type { Contract } from '../../src/contract/contract.ts';

export type RouteName =
  | 'operation'
  | 'machine'
  | 'machines'
  | 'machines-of-file'
  | 'action'
  | 'actions'
  | 'cancel'
  | 'token-v1'
  | 'token-v2'
  | 'discovery'
  | 'instance'
  | 'keys';

export type Match =
  | { route: RouteName; params: Record<string, string>; query: URLSearchParams }
  | { route: 'wrong-method'; allow: string }
  | { route: 'unknown' };

type Row = { route: RouteName; methods: string[]; template: string };

/** Finds what a request asks for. Literal segments match in any letter case by default: public clients use three spellings of the action. */
export type Router = (method: string, target: string) => Match;

const READ = ['GET', 'HEAD'];

/** The operation at the profile's path, the reads beside it, and the sign-in paths. */
export function createRouter(contract: Contract, pathCase: Choices['pathCase'] = 'any'): Router {
  const base = apiBase(contract);
  const api: Row[] = [
    { route: 'operation', methods: [contract.method], template: contract.path },
    { route: 'machines', methods: READ, template: `${base}/machines` },
    { route: 'machine', methods: READ, template: `${base}/machines/{id}` },
    { route: 'machines-of-file', methods: READ, template: `${base}/files/{id}/machines` },
    { route: 'actions', methods: READ, template: `${base}/machineactions` },
    { route: 'action', methods: READ, template: `${base}/machineactions/{id}` },
    { route: 'cancel', methods: ['POST'], template: `${base}/machineactions/{id}/cancel` },
  ];
  // The versioned prefix names the same API (the page of exposed APIs).
  const versioned =
    base === '/api'
      ? api.map((row) => ({ ...row, template: `/api/v1.0${row.template.slice(base.length)}` }))
      : [];
  const signIn: Row[] = [
    // One public client sends its form with GET.
    { route: 'token-v1', methods: ['POST', 'GET'], template: '/{tenant}/oauth2/token' },
    { route: 'token-v2', methods: ['POST', 'GET'], template: '/{tenant}/oauth2/v2.0/token' },
    { route: 'discovery', methods: READ, template: '/{tenant}/v2.0/.well-known/openid-configuration' },
    { route: 'discovery', methods: READ, template: '/{tenant}/.well-known/openid-configuration' },
    { route: 'keys', methods: READ, template: '/{tenant}/discovery/v2.0/keys' },
    { route: 'instance', methods: READ, template: '/common/discovery/instance' },
  ];
  const rows = [...api, ...versioned, ...signIn].map((row) => ({
    ...row,
    allow: row.methods.join(', '),
    parts: row.template.split('/').map((part): Part => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      return name === undefined ? { literal: part, lower: part.toLowerCase() } : { name };
    }),
  }));

  return (method, target) => {
    const { path, query } = splitTarget(target);
    const segments = path.split('/');
    for (const row of rows) {
      const params = match(row.parts, segments, pathCase);
      if (!params) continue;
      if (!row.methods.includes(method)) return { route: 'wrong-method', allow: row.allow };
      return { route: row.route, params, query: query === '' ? NO_QUERY : new URLSearchParams(query) };
    }
    return { route: 'unknown' };
  };
}

/** Read by many, changed by none. */
const NO_QUERY = new URLSearchParams();

const routers = new WeakMap<Contract, Map<Choices['pathCase'], Router>>();

/** `createRouter`, made once for a contract: it holds no state, and many services are started one after another. */
export function routerOf(contract: Contract, pathCase: Choices['pathCase']): Router {
  const known = routers.get(contract) ?? new Map<Choices['pathCase'], Router>();
  routers.set(contract, known);
  const router = known.get(pathCase) ?? createRouter(contract, pathCase);
  known.set(pathCase, router);
  return router;
}

/** What stands before `/machines/{id}` in the profile's path, such as `/api`. */
export function apiBase(contract: Contract): string {
  const at = contract.path.indexOf('/machines/');
  return at < 0 ? '' : contract.path.slice(0, at);
}

/** Takes origin-form and absolute-form (RFC 9112 §3.2); one slash at the end does not matter. */
function splitTarget(target: string): { path: string; query: string } {
  const ofHost = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '');
  const hash = ofHost.indexOf('#');
  const local = hash < 0 ? ofHost : ofHost.slice(0, hash);
  const mark = local.indexOf('?');
  const path = mark < 0 ? local : local.slice(0, mark);
  return {
    path: path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path,
    query: mark < 0 ? '' : local.slice(mark + 1),
  };
}

/** A segment of a template: text to be met, or the name of a parameter. */
type Part = { literal: string; lower: string; name?: undefined } | { name: string };

function match(
  parts: readonly Part[],
  segments: readonly string[],
  pathCase: Choices['pathCase'],
): Record<string, string> | undefined {
  if (parts.length !== segments.length) return undefined;
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i] as Part;
    const segment = segments[i] as string;
    if (part.name !== undefined) {
      if (segment === '') return undefined;
    } else if (segment !== part.literal && (pathCase === 'exact' || segment.toLowerCase() !== part.lower))
      return undefined;
  }
  const params: Record<string, string> = {};
  for (let i = 0; i < parts.length; i += 1) {
    const name = (parts[i] as Part).name;
    if (name !== undefined) params[name] = percentDecoded(segments[i] ?? '');
  }
  return params;
}

/** A segment that is not valid percent-encoding stands for itself: it names nothing that exists. */
function percentDecoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

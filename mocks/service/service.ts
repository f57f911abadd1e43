import type { Clock } from '../../src/clock/clock.ts';
import type { Contract } from '../../src/contract/contract.ts';
import type { Fault, World } from '../../src/contract/world.ts';
import { encoded } from '../../src/trace/body.ts';
import { createActionResource } from './action-resource.ts';
import { authorise } from './authorisation.ts';
import { DEFAULT_CHOICES, type Choices } from './choices.ts';
import { imfFixdate } from './dates.ts';
import { createFaultProgram, describeFault, fakedReply, faultKind } from './faults.ts';
import { headerValue } from './headers.ts';
import type { Random } from './identifiers.ts';
import { createInventory } from './inventory.ts';
import type { LimiterModel } from './limiters.ts';
import { createMachineActions } from './machine-actions.ts';
import { createOperation } from './operation.ts';
import { createPermissions } from './permissions.ts';
import { createReads } from './reads.ts';
import { createReplies, type Reply } from './replies.ts';
import { routerOf, type Match } from './routes.ts';
import { createSignIn } from './sign-in.ts';
import { createTokens, type Tokens } from './tokens.ts';
import type { Delivery, Service, ServiceRequest, ServiceResponse } from './types.ts';

export type ServiceOptions = {
  /** All that tells one profile from another. */
  contract: Contract;
  world: World;
  clock: Pick<Clock, 'now' | 'epoch'>;
  /** Numbers in [0, 1): the same numbers make the same ids, keys and credentials. */
  random: Random;
  /** The limits' windows and the life of an action run this many times as fast. Default 1. */
  timeScale?: number;
  /** Default `fixed-window`. */
  limiter?: LimiterModel;
  /** How far the windows of the limits had run when the service starts. Default 0. */
  phaseMs?: number;
  choices?: Partial<Choices>;
  /** Sign-in that outlives the service: its credentials and tokens are good at the next one too. Default: one of its own. */
  signIn?: Tokens;
};

/** The longest body that is read; a longer one is answered 413. */
export const BODY_LIMIT_BYTES = 1_048_576;

/** A tenant of the API with its sign-in endpoints: its answers follow from its options and the requests so far. */
export function createService(options: ServiceOptions): Service {
  const { contract, world, clock, random, timeScale = 1, limiter = 'fixed-window', phaseMs = 0 } = options;
  const choices: Choices = { ...DEFAULT_CHOICES, ...options.choices };
  const epoch = () => clock.epoch();
  const permissions = createPermissions(contract, choices.permissionRule);
  const tokens = options.signIn ?? createTokens({ random, epoch, roles: permissions.roles });
  const { clientId } = tokens.credentials;
  const replies = createReplies({ random, choices });
  const actions = createMachineActions({ clock, random, timeScale });
  const resource = createActionResource({ contract, actions, choices });
  const api = { contract, inventory: createInventory(world), actions, resource, replies };
  const limits = { world, clock, timeScale, limiter, phaseMs, clientId };
  const authorised = {
    ...createReads(api),
    operation: createOperation({ ...api, ...limits, choices, permissions }),
  };
  const open = createSignIn({ tokens, replies, random, epoch });
  const route = routerOf(contract, choices.pathCase);
  const nextFault = createFaultProgram(world);

  const answer = (request: ServiceRequest, match: Match): Reply => {
    if (match.route === 'unknown') return replies.error(404, 'NotFound', 'There is no such resource.');
    if (match.route === 'wrong-method')
      return replies.error(405, 'MethodNotAllowed', `Allowed here: ${match.allow}.`, [
        ['Allow', match.allow],
      ]);
    const call = { request, params: match.params, query: match.query };
    if (isKey(open, match.route)) return open[match.route](call);
    const claims = authorise(request, tokens, replies);
    return 'status' in claims ? claims : authorised[match.route]({ ...call, claims });
  };

  const sent = (request: ServiceRequest, reply: Reply, how?: Partial<ServiceResponse>): ServiceResponse => {
    const plain: ServiceResponse = {
      status: reply.status,
      headers:
        headerValue(reply.headers, 'date') === undefined
          ? [['Date', imfFixdate(epoch())], ...reply.headers]
          : reply.headers,
      body: encoded(request.method === 'HEAD' ? '' : reply.body),
      delivery: 'complete',
      delayMs: 0,
    };
    return how ? { ...plain, ...how } : plain;
  };

  const exchange = (request: ServiceRequest): ServiceResponse => {
    if (request.body.length > BODY_LIMIT_BYTES)
      return sent(
        request,
        replies.error(413, 'BadRequest', `The body is longer than ${BODY_LIMIT_BYTES} bytes.`),
      );
    const match = route(request.method, request.path);
    const kind = faultKind(match.route);
    const fault = kind && nextFault(kind);
    if (!fault) return sent(request, answer(request, match));

    const did = describeFault(fault);
    if (fault.do === 'answer')
      return sent(request, fakedReply(fault, { replies, epoch, throttleCode: choices.throttleCode }), {
        fault: { did },
      });
    if (fault.do === 'reset' && fault.when === 'before')
      return {
        status: 0,
        headers: [],
        body: new Uint8Array(),
        delivery: 'reset-before',
        delayMs: 0,
        fault: { did },
      };
    const reply = answer(request, match);
    return sent(request, reply, {
      delivery: deliveryOf(fault, request),
      delayMs: fault.do === 'delay' ? fault.ms : 0,
      fault: { did, ...(reply.actionId === undefined ? {} : { actionId: reply.actionId }) },
    });
  };

  return {
    credentials: tokens.credentials,
    token: (use) => tokens.sample(use),
    tokenUse: (authorization) => {
      const reading = tokens.read(authorization);
      if (reading.is !== 'valid') return reading.is;
      if (permissions.unmet(reading.claims.roles)) return 'no-role';
      return reading.claims.appid === clientId ? 'valid' : 'other-app';
    },
    handle: (request) => {
      try {
        return exchange(request);
      } catch {
        return sent(request, replies.error(500, 'InternalServerError', 'Something went wrong; try again.'));
      }
    },
  };
}

/** An answer to HEAD has no body to break off in: it is lost as a whole. */
function deliveryOf(fault: Exclude<Fault, { do: 'answer' }>, request: ServiceRequest): Delivery {
  if (fault.do === 'delay') return 'complete';
  if (request.method === 'HEAD') return 'reset-after';
  return fault.do === 'cut' ? 'cut' : `reset-${fault.when}`;
}

function isKey<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(table, key);
}

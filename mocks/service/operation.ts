import type { Contract } from '../../src/contract/contract.ts';
import type { World } from '../../src/contract/world.ts';
import { initialStatusOf, type ActionResource } from './action-resource.ts';
import type { Choices } from './choices.ts';
import { imfFixdate } from './dates.ts';
import { headerValue, isJson } from './headers.ts';
import type { Inventory } from './inventory.ts';
import { createLimiter, type Admission, type Limiter, type LimiterModel } from './limiters.ts';
import type { MachineActions } from './machine-actions.ts';
import type { Permissions } from './permissions.ts';
import type { Replies, Reply } from './replies.ts';
import { createBodyReader } from './request-body.ts';
import type { Claims } from './tokens.ts';
import type { ServiceRequest } from './types.ts';

/** A request whose token was accepted, with what its path and query named. */
export type Call = {
  request: ServiceRequest;
  params: Record<string, string>;
  query: URLSearchParams;
  claims: Claims;
};

export type OperationOptions = {
  contract: Contract;
  world: World;
  clock: { now(): number; epoch(): number };
  timeScale: number;
  limiter: LimiterModel;
  phaseMs: number;
  choices: Choices;
  /** The application whose quota the world's other callers have used. */
  clientId: string;
  permissions: Permissions;
  inventory: Inventory;
  actions: MachineActions;
  resource: ActionResource;
  replies: Replies;
};

/**
 * Stop and quarantine a file. Checked in this order: permission, quota if not only successes use it, media type, body, machine, file,
 * duplicate, quota if only successes use it.
 */
export function createOperation(o: OperationOptions): (call: Call) => Reply {
  const { contract, choices, replies } = o;
  const readBody = createBodyReader(contract);
  const admit = createQuota(o);
  const initialStatus = choices.initialStatus ?? initialStatusOf(contract);
  const needsJson = contract.requestHeaders.some(
    ({ name, required }) => required && name.toLowerCase() === 'content-type',
  );
  const wrongMediaType = mediaTypeRefusal(contract);

  return ({ request, params, claims }) => {
    const unmet = o.permissions.unmet(claims.roles);
    if (unmet)
      return replies.error(
        403,
        'Forbidden',
        `The application does not have any of the required application permissions (${unmet.join(', ')}) to access the resource.`,
      );
    if (choices.consumes !== 'accepted') {
      const admission = admit(claims);
      if (!admission.ok) return throttled(o, admission);
    }
    if (needsJson && !isJson(headerValue(request.headers, 'content-type')))
      return replies.error(
        wrongMediaType.status,
        wrongMediaType.code,
        'Content-Type must be application/json.',
      );
    const body = readBody(request.body);
    if (!body.ok) return replies.error(400, body.code, body.message);
    const id = params['id'] ?? '';
    const machine = o.inventory.machine(id);
    if (!machine) return replies.error(404, 'ResourceNotFound', `Machine ${id} was not found`);
    if (!o.inventory.holds(machine, body.sha1))
      return replies.error(
        404,
        'ResourceNotFound',
        `Sha1 ${body.sha1} was not found in machine ${machine.id}`,
      );
    const active = o.actions.active(machine, body.sha1);
    if (active && choices.duplicates === 'reject')
      return replies.error(400, 'ActiveRequestAlreadyExists', 'Action is already in progress');
    if (choices.consumes === 'accepted') {
      const admission = admit(claims);
      if (!admission.ok) return throttled(o, admission);
    }
    if (active && choices.duplicates === 'return-existing')
      return replies.ready(contract.successStatus, o.resource.entity(active));
    const action = o.actions.create({
      machine,
      sha1: body.sha1,
      comment: body.comment,
      requestor: claims.app_displayname,
      initialStatus,
    });
    const created = replies.ready(contract.successStatus, o.resource.entity(action));
    created.actionId = action.id;
    return created;
  };
}

/** One limiter for each application in each tenant. */
function createQuota(o: OperationOptions): (claims: Claims) => Admission {
  const startMs = o.clock.now();
  const limiters = new Map<string, Limiter>();
  /** The claims of one token come many times in a row. */
  let latest: { claims: Claims; limiter: Limiter } | undefined;
  return (claims) => {
    if (latest?.claims === claims) return latest.limiter.admit(o.clock.now());
    const key = `${claims.tid} ${claims.appid}`;
    let limiter = limiters.get(key);
    if (!limiter) {
      limiter = createLimiter({
        model: o.limiter,
        limits: o.contract.limits,
        timeScale: o.timeScale,
        startMs,
        phaseMs: o.phaseMs,
        used: claims.appid === o.clientId ? (o.world.quotaUsed ?? {}) : {},
        countsRefused: o.choices.consumes === 'every',
      });
      limiters.set(key, limiter);
    }
    latest = { claims, limiter };
    return limiter.admit(o.clock.now());
  };
}

/** 429 with a Retry-After that is never shorter than the wait: whole seconds or a date, rounded up. */
function throttled(o: OperationOptions, { retryAfterMs, limit }: Extract<Admission, { ok: false }>): Reply {
  const window = new Date(limit.windowMs).toISOString().slice(11, 19);
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  const date = imfFixdate(Math.ceil((o.clock.epoch() + retryAfterMs) / 1000) * 1000);
  return o.replies.error(
    429,
    o.choices.throttleCode,
    `API calls quota exceeded! maximum allowed ${limit.calls} per ${window}`,
    [['Retry-After', o.choices.retryAfter === 'seconds' ? String(seconds) : date]],
  );
}

/** 415 (RFC 9110 §15.5.16), unless the profile lists its error statuses and 415 is not among them. */
function mediaTypeRefusal(contract: Contract): { status: number; code: string } {
  return contract.errorStatuses.length === 0 || contract.errorStatuses.includes(415)
    ? { status: 415, code: 'UnsupportedMediaType' }
    : { status: 400, code: 'InvalidRequestBody' };
}

import type { Machine } from '../../src/contract/world.ts';
import type { Instant } from './dates.ts';
import { guid, type Random } from './identifiers.ts';

export type ActionStatus = 'Pending' | 'InProgress' | 'Succeeded' | 'Cancelled';

/** An action as the tenant holds it; its status and last update follow from the time. */
export type MachineAction = {
  readonly id: string;
  readonly machine: Machine;
  /** As it was sent. */
  readonly sha1: string;
  readonly comment: string;
  readonly requestor: string;
  readonly created: Instant;
  readonly createdNowMs: number;
  readonly initialStatus: 'Pending' | 'InProgress';
  cancellation?: { requestor: string; comment: string | null; at: Instant };
};

export type MachineActions = {
  create(
    o: Pick<MachineAction, 'machine' | 'sha1' | 'comment' | 'requestor' | 'initialStatus'>,
  ): MachineAction;
  find(id: string): MachineAction | undefined;
  /** The action of this pair that has not ended. */
  active(machine: Machine, sha1: string): MachineAction | undefined;
  /** Newest first. */
  list(): MachineAction[];
  status(action: MachineAction): ActionStatus;
  lastUpdate(action: MachineAction): Instant;
  /** False when the action has ended already. */
  cancel(action: MachineAction, by: { requestor: string; comment: string | null }): boolean;
};

/** From creation, in real seconds; the end is what a capture of this action shows. */
const IN_PROGRESS_AFTER_MS = 5_000;
const SUCCEEDED_AFTER_MS = 26_000;

/** Captured actions were last updated this many ticks after their creation, at most. */
const MOST_TICKS_TO_UPDATE = 12;

/** The tenant's actions. Their life runs `timeScale` times as fast as the captured ones. */
export function createMachineActions(o: {
  clock: { now(): number; epoch(): number };
  random: Random;
  timeScale: number;
}): MachineActions {
  const all: MachineAction[] = [];
  /** Filled when an id is asked for: under load most never are. */
  const byId = new Map<string, MachineAction>();
  let indexed = 0;
  const newestOfPair = new Map<Machine, Map<string, MachineAction>>();
  const instant = (): Instant => ({
    ms: Math.floor(o.clock.epoch()),
    ticks: Math.floor(o.random() * 10_000),
  });

  const status = (action: MachineAction): ActionStatus => {
    if (action.cancellation) return 'Cancelled';
    const age = (o.clock.now() - action.createdNowMs) * o.timeScale;
    if (age >= SUCCEEDED_AFTER_MS) return 'Succeeded';
    return age >= IN_PROGRESS_AFTER_MS ? 'InProgress' : action.initialStatus;
  };
  const isActive = (action: MachineAction) => {
    const now = status(action);
    return now === 'Pending' || now === 'InProgress';
  };

  return {
    create: (fields) => {
      const action: MachineAction = {
        id: guid(o.random),
        machine: fields.machine,
        sha1: fields.sha1,
        comment: fields.comment,
        requestor: fields.requestor,
        initialStatus: fields.initialStatus,
        created: instant(),
        createdNowMs: o.clock.now(),
      };
      all.push(action);
      const ofMachine = newestOfPair.get(action.machine);
      const sha1 = action.sha1.toLowerCase();
      if (ofMachine) ofMachine.set(sha1, action);
      else newestOfPair.set(action.machine, new Map([[sha1, action]]));
      return action;
    },
    find: (id) => {
      for (; indexed < all.length; indexed += 1) {
        const action = all[indexed] as MachineAction;
        byId.set(action.id, action);
      }
      return byId.get(id.toLowerCase());
    },
    active: (machine, sha1) => {
      const action = newestOfPair.get(machine)?.get(sha1.toLowerCase());
      return action && isActive(action) ? action : undefined;
    },
    list: () => all.toReversed(),
    status,
    lastUpdate: (action) => {
      if (action.cancellation) return action.cancellation.at;
      const now = status(action);
      const { ms, ticks } = action.created;
      if (now === 'Succeeded') return { ms: ms + SUCCEEDED_AFTER_MS / o.timeScale, ticks };
      if (now === 'InProgress' && action.initialStatus === 'Pending')
        return { ms: ms + IN_PROGRESS_AFTER_MS / o.timeScale, ticks };
      return { ms, ticks: ticks + 1 + (ticks % MOST_TICKS_TO_UPDATE) };
    },
    cancel: (action, by) => {
      if (!isActive(action)) return false;
      action.cancellation = { ...by, at: instant() };
      return true;
    },
  };
}

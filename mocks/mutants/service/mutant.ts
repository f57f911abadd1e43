import type { Contract } from '../../../src/contract/contract.ts';
import { createService, type ServiceOptions } from '../../service/service.ts';
import type { Service } from '../../service/types.ts';
import type { inFrontOf } from './wire.ts';

/** Makes a service that differs from the one it is given; called for each fresh service, so what it remembers is one service's. */
export type Change = (service: Service, options: ServiceOptions) => Service;

/** The reference service with one thing wrong. */
export type ServiceMutant = {
  /** `<topic>.<defect>`. */
  id: string;
  /** What it does, as an end of the sentence "a service that …". */
  title: string;
  /** Exactly these requirements of the profile `current` fail, advisory ones included. */
  kills: readonly string[];
  /** Its fails only tell: the run does not exit 1 although a requirement among `kills` is binding. */
  advisory?: true;
  /** Only a run in which calls are throttled shows it, although it breaks no requirement of the limits. */
  throttled?: true;
  /** Only a run with the probe of the hour limit shows it. */
  hour?: true;
  /** Only a sequence made at random shows it. */
  sequences?: true;
  /** Only calls that are in flight together show it, as they are behind MSW: past it each is answered at once. */
  overlap?: true;
  /** Only a port can misbehave in this way. */
  target?: 'emulator';
  /** A layer in front of the port that changes bytes. */
  front?: ReturnType<typeof inFrontOf>;
  /** The service reads this contract instead of its own. */
  contract?(contract: Contract): Contract;
  change?: Change;
  /** What the documents leave open and this defect needs. */
  service?: Partial<Pick<ServiceOptions, 'limiter' | 'choices' | 'phaseMs'>>;
};

/** A wrong service that no requirement can tell from a right one, and why. */
export type Equivalent = Pick<ServiceMutant, 'id' | 'title' | 'contract' | 'change' | 'service'> & {
  reason: string;
};

/** The whole of what a mutant changes, as a run takes it. */
export function changeOf(mutant: Pick<ServiceMutant, 'contract' | 'change'>): Change {
  return (service, options) => {
    const { contract, change } = mutant;
    const own = contract ? { ...options, contract: contract(options.contract) } : options;
    const changed = contract ? createService(own) : service;
    return change ? change(changed, own) : changed;
  };
}

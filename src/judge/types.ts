import type { Contract, ProfileId } from '../contract/contract.ts';
import type { Exchange } from './exchanges.ts';
import type { HeaderLine, Mean, TraceLine } from '../trace/lines.ts';

/** `documented` fails everywhere; `standard` (an RFC's MUST) is advisory on a tenant; `convention` is advisory unless `--strict`. */
export type Strength = 'documented' | 'standard' | 'convention';

/** One normative statement in our words. */
export type Requirement = {
  /** `<topic>.<name>`; the id of the check as well. */
  id: string;
  statement: string;
  strength: Strength;
  binds: 'service' | 'client';
  /** `fact:<id>` (a document's line, by profile), `page:<name>` or `capture:<name>` (see schemas/captures.json), `rfcNNNN#section`. */
  source: string[];
  /** The profiles in which it exists. */
  profiles: ProfileId[];
  /** All are needed for the check to decide anything. */
  needs: Mean[];
  /** Present: not checked, and why. */
  excluded?: string;
};

export type VerdictWord = 'pass' | 'fail' | 'unproven' | 'not-applicable' | 'broken';

/** `evidence`: numbers of trace lines, from 1. */
export type Finding = {
  verdict: VerdictWord;
  reason: string;
  evidence: number[];
  /** True: this fail tells, but does not fail the run, whatever the requirement's strength. */
  advisory?: boolean;
  /** What else was found out, for the notes of the report. */
  notes?: string[];
};

export type CheckContext = { header: HeaderLine; contract: Contract };

/** A trace line with its number in the file, from 1. */
export type Numbered<L extends TraceLine = TraceLine> = { n: number; line: L };

/** What several checks of a run look at together; it takes each line once, before any of them steps. */
export type Shared = { take(numbered: Numbered, exchange: Exchange | undefined): void };

/**
 * A pure fold over a trace. `State` may be mutated by `step`, never shared. `exchange` is the exchange that the line
 * opened, disturbed or ended; the judge pairs once for all checks. `end` gets the exchanges that were never answered.
 */
export type Check<State = unknown> = {
  id: string;
  start(context: CheckContext): State;
  step(state: State, numbered: Numbered, exchange: Exchange | undefined): State;
  end(state: State, open: readonly Exchange[]): Finding;
  /** The kinds of lines that `step` is to see; absent: all. A hundred checks step a million times, so most say `response`. */
  kinds?: readonly TraceLine['kind'][];
  /** What it shares with other checks: the same object for each check of one context. */
  shares?(context: CheckContext): Shared;
  /**
   * Present where the check weighs one exchange at a time: why this one, with whatever came back, fails it and counts; undefined
   * when it does not.
   */
  faultOf?(exchange: Exchange, context: CheckContext): string | undefined;
};

/** A finding under its requirement, as a report prints it. */
export type Verdict = Omit<Finding, 'notes'> & {
  requirement: string;
  strength: Strength;
  /** True: does not change the exit code. */
  advisory: boolean;
  /** The command that plays just this again. */
  replay: string;
};

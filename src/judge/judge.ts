import { loadContract } from '../contract/load.ts';
import type { HeaderLine, TraceLine } from '../trace/lines.ts';
import { UsageError } from '../errors.ts';
import { createPairing, type Exchange } from './exchanges.ts';
import { startFold } from './fold.ts';
import { CHECKS, REQUIREMENTS } from './registry.ts';
import { partyOf, select, type NotSelected } from './select.ts';
import type { Check, Finding, Numbered, Requirement, Verdict } from './types.ts';

export type Judged = {
  header: HeaderLine;
  /** One for each selected requirement, in the order of the catalogue. */
  verdicts: Verdict[];
  notSelected: NotSelected[];
  /** The trace has no footer, or one that says so: what it lacks may have happened. */
  interrupted: boolean;
  /** Scenarios that were not played, and why. */
  skipped: { scenario: string; why: string }[];
  /** What the checks found out beside their verdicts, each once. */
  notes: string[];
};

/**
 * Folds every selected check over a trace. Streams: what it keeps is what the checks keep.
 * @throws UsageError when there is no header.
 */
export function judge(lines: Iterable<Numbered>, o: { strict?: boolean } = {}): Judged {
  let run: Run | undefined;
  for (const numbered of lines) {
    if (run) run.step(numbered);
    else if (numbered.line.kind === 'header') run = startRun(numbered.line, o.strict ?? false);
    else throw new UsageError(`a trace begins with a header, this one with a ${numbered.line.kind}`);
  }
  if (!run) throw new UsageError('a trace begins with a header, this one is empty');
  return run.end();
}

type Run = { step(numbered: Numbered): void; end(): Judged };

function startRun(header: HeaderLine, strict: boolean): Run {
  const contract = loadContract(header.profile);
  const { selected, notSelected } = select(REQUIREMENTS, { ...header, party: partyOf(header) });
  const context = { header, contract };
  const fold = startFold(selected.map(checkOf), context);
  const pairing = createPairing(header, contract);
  const skipped: Judged['skipped'] = [];
  let whole = false;
  return {
    step(numbered) {
      const { line } = numbered;
      if (line.kind === 'footer') whole = line.interrupted !== true;
      if (line.kind === 'scenario' && line.skipped !== undefined)
        skipped.push({ scenario: line.id, why: line.skipped });
      fold.step(numbered, pairing.take(numbered));
    },
    end() {
      const findings = fold.end(pairing.open());
      const notes = new Set(findings.flatMap((finding) => finding.notes ?? []));
      const verdicts = selected.map((requirement, i) =>
        verdictOf(requirement, findings[i] as Finding, header, strict),
      );
      return { header, verdicts, notSelected, interrupted: !whole, skipped, notes: [...notes] };
    },
  };
}

/**
 * Finds the fails that count in many short traces with one header: what cannot count is left out, and so are limits where a trace
 * has no 429 and fewer exchanges than any limit allows.
 */
export function failFinder(
  header: HeaderLine,
  strict: boolean,
): (lines: readonly TraceLine[]) => { requirement: string; reason: string }[] {
  const contract = loadContract(header.profile);
  const rows = select(REQUIREMENTS, { ...header, party: partyOf(header) })
    .selected.filter((requirement) => !isAdvisory(requirement, header, strict))
    .map((requirement) => ({ requirement, check: checkOf(requirement) }));
  const unlimited = rows.filter(({ requirement }) => !requirement.id.startsWith('limits.'));
  const fewest = Math.min(...contract.limits.map(({ calls }) => calls));
  const context = { header, contract };
  const alone = rows.filter(({ check }) => check.faultOf !== undefined);
  return (lines) => {
    const requests = lines.filter(({ kind }) => kind === 'request').length;
    if (requests === 1) return faultsOfOne(lines);
    const limited =
      lines.length > fewest || lines.some((line) => line.kind === 'response' && line.status === 429);
    // A context of its own: checks that share what they collect share it by the context.
    const fresh = { ...context };
    const running = limited ? rows : unlimited;
    const fold = startFold(
      running.map(({ check }) => check),
      fresh,
    );
    const pairing = createPairing(header, contract);
    for (const [index, line] of [header, ...lines].entries()) {
      const numbered = { n: index + 1, line };
      fold.step(numbered, pairing.take(numbered));
    }
    const findings = fold.end(pairing.open());
    return running.flatMap(({ requirement }, i) => {
      const { verdict, advisory, reason } = findings[i] as Finding;
      return verdict === 'fail' && advisory !== true ? [{ requirement: requirement.id, reason }] : [];
    });
  };

  /** What compares exchanges finds nothing in one. */
  function faultsOfOne(lines: readonly TraceLine[]): { requirement: string; reason: string }[] {
    const pairing = createPairing(header, contract);
    let exchange: Exchange | undefined;
    for (const [index, line] of lines.entries()) exchange = pairing.take({ n: index + 2, line }) ?? exchange;
    if (exchange === undefined) return [];
    const one = exchange;
    return alone.flatMap(({ requirement, check }) => {
      const reason = check.faultOf?.(one, context);
      return reason === undefined ? [] : [{ requirement: requirement.id, reason }];
    });
  }
}

function checkOf(requirement: Requirement): Check {
  const check = CHECKS.get(requirement.id);
  if (!check) throw new Error(`the requirement ${requirement.id} is neither checked nor excluded`);
  return check;
}

function verdictOf(requirement: Requirement, finding: Finding, header: HeaderLine, strict: boolean): Verdict {
  return {
    requirement: requirement.id,
    verdict: finding.verdict,
    strength: requirement.strength,
    advisory: finding.advisory === true || isAdvisory(requirement, header, strict),
    reason: finding.reason,
    evidence: finding.evidence,
    replay: replayOf(requirement, header),
  };
}

/** `documented` counts everywhere, `standard` everywhere but on a tenant, `convention` only under `--strict`. */
function isAdvisory(requirement: Requirement, header: HeaderLine, strict: boolean): boolean {
  if (requirement.strength === 'convention') return !strict;
  return requirement.strength === 'standard' && header.target === 'tenant';
}

/** The command that plays just this requirement again. Secrets come from the environment, never from the command. */
function replayOf(requirement: Requirement, header: HeaderLine): string {
  const profile = header.profile === 'current' ? '' : ` --profile ${header.profile}`;
  const scale = header.timeScale === 1 ? '' : ` --time-scale ${header.timeScale}`;
  const party = partyOf(header);
  if (party === 'client') return `cordon check client${profile}${scale} -- ${header.name ?? 'COMMAND'}`;
  if (party === 'both' && header.recorder === 'server')
    return `cordon load ${header.name ?? 'NAME'}${profile}${scale}`;
  const only = `${profile} --only ${requirement.id} --seed ${header.seed}`;
  if (header.target === 'mock' || header.target === 'emulator')
    return `cordon check service ${header.target}${only}`;
  const allow = ['actions', 'quota', 'hour', 'reads'].filter((mean) =>
    header.means.some((one) => one === mean),
  );
  return [
    `cordon check service ${header.name ?? 'URL'}${only}${scale}`,
    ...(header.means.includes('world') ? ['--world FILE'] : []),
    ...(allow.length > 0 ? [`--allow ${allow.join(',')}`] : []),
    ...(header.means.includes('exclusive') ? ['--exclusive'] : []),
  ].join(' ');
}

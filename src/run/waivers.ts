import { readHarnessFile } from '../files/validate.ts';
import { checkWaivers, type Waiver } from '../judge/outcome.ts';
import { REQUIREMENTS } from '../judge/registry.ts';

/** Reads a waiver file. @param today ISO date, UTC. @throws UsageError for a bad file, an unknown requirement, one that ran out. */
export function loadWaivers(path: string | undefined, today: string): Waiver[] {
  if (path === undefined) return [];
  const waivers = readHarnessFile<Waiver[]>('waivers', path, 'See docs/gate-in-ci.md');
  checkWaivers(waivers, new Set(REQUIREMENTS.map(({ id }) => id)), today);
  return waivers;
}

/** The waivers of one run: those of its profile and of its target, by name or by kind. */
export function waiversFor(waivers: readonly Waiver[], profile: string, target: readonly string[]): Waiver[] {
  return waivers.filter((waiver) => waiver.profile === profile && target.includes(waiver.target));
}

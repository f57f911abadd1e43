import { UsageError } from '../errors.ts';

/** At 20 the minute lasts 3 s, and a Retry-After of whole seconds may be a third of that too long. */
export const MOST_TIME_SCALE = 20;

/** @throws UsageError for a time scale at which Retry-After says little about the windows, unless forced */
export function checkTimeScale(timeScale: number, force: boolean): void {
  if (!(timeScale > 0 && Number.isFinite(timeScale)))
    throw new UsageError(`the time scale ${timeScale} is not allowed; it has to be a number above 0`);
  if (timeScale > MOST_TIME_SCALE && !force)
    throw new UsageError(
      `the time scale ${timeScale} makes a minute ${(60 / timeScale).toFixed(1)} s long, while Retry-After is in whole real seconds, so that waits would be much too long; allowed is up to ${MOST_TIME_SCALE}, or more with --force`,
    );
}

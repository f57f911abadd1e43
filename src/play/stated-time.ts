/** With this a run's signal is aborted when its stated time is over. */
class TimeIsOver extends Error {
  override name = 'TimeIsOver';
}

/** The longest delay that a Node timer keeps; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** A signal that is aborted with `signal`, or when so many ms of real time are over: a service that hangs does so in real time. */
export function withinTime(signal: AbortSignal, ms: number): { signal: AbortSignal; clear(): void } {
  const over = new AbortController();
  const timer = setTimeout(
    () =>
      over.abort(
        new TimeIsOver(
          `its stated time of ${durationText(ms)} is over; look for slow answers in the trace, or choose less with --only or --cases`,
        ),
      ),
    Math.min(ms, LONGEST_TIMER_MS),
  );
  timer.unref();
  return { signal: AbortSignal.any([signal, over.signal]), clear: () => clearTimeout(timer) };
}

/** Why an aborted run ended, as a clause. */
export function whyAborted(signal: AbortSignal): string {
  return signal.reason instanceof TimeIsOver ? signal.reason.message : 'interrupted';
}

/** `40 s`, `3 min 10 s`, `2 h 5 min`: rounded up to a whole second, to a minute from an hour on. */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const part = (value: number, unit: string) => (value > 0 ? ` ${value} ${unit}` : '');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min${part(seconds % 60, 's')}`;
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)} h${part(minutes % 60, 'min')}`;
}

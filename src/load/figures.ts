import type { LoadProfile } from './profile.ts';
import type { WireCounts } from './wire-counts.ts';

/** What a load run measured, as sentences for the reader; none of it is a verdict. */
export function figuresOf(
  profile: LoadProfile,
  wire: WireCounts,
  o: { k6: string; policy: string; timeScale: number },
): string[] {
  const { sent, created, throttled, other, lost, accepted, spanMs } = wire;
  const never = profile.calls - accepted;
  return [
    `k6 ${o.k6}, policy ${o.policy}: ${sent} attempts, ${created} answered 201, ${throttled} answered 429, ${other} answered otherwise, ${lost} lost on the way`,
    `${accepted} of ${profile.calls} calls were accepted within ${(spanMs / 1000).toFixed(1)} s${never > 0 ? `, ${never} never` : ''}`,
    `time scale ${o.timeScale}: a minute lasted ${(60 / o.timeScale).toFixed(1)} s; Retry-After is in whole real seconds`,
  ];
}

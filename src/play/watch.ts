import { failFinder } from '../judge/judge.ts';
import type { TraceLine } from '../trace/lines.ts';
import type { Sink } from '../trace/sinks.ts';

/** A sink that passes lines on and can judge those of the last few moments, for properties that have to shrink. */
export function watchedSink(
  sink: Sink,
  strict: boolean,
): Sink & {
  mark(): void;
  failuresSinceMark(): { requirement: string; reason: string }[];
} {
  let failsIn: ReturnType<typeof failFinder> = () => [];
  let scenario: TraceLine | undefined;
  let recent: TraceLine[] | undefined;
  return {
    write(line, json) {
      if (line.kind === 'header') failsIn = failFinder(line, strict);
      if (line.kind === 'scenario') scenario = line;
      else recent?.push(line);
      sink.write(line, json);
    },
    ...(sink.flushed ? { flushed: () => sink.flushed?.() ?? Promise.resolve() } : {}),
    close: () => sink.close(),
    mark() {
      recent = [];
    },
    failuresSinceMark: () => failsIn([...(scenario ? [scenario] : []), ...(recent ?? [])]),
  };
}

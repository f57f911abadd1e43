import { judge } from '../judge/judge.ts';
import type { TraceLine } from '../trace/lines.ts';
import type { Sink } from '../trace/recorder.ts';

/** A sink that passes lines on and can judge those of the last few moments, for properties that have to shrink. */
export function watchedSink(
  sink: Sink,
  strict: boolean,
): Sink & {
  mark(): void;
  failuresSinceMark(): { requirement: string; reason: string }[];
} {
  let header: TraceLine | undefined;
  let scenario: TraceLine | undefined;
  let recent: TraceLine[] | undefined;
  return {
    write(line) {
      if (line.kind === 'header') header = line;
      if (line.kind === 'scenario') scenario = line;
      else recent?.push(line);
      sink.write(line);
    },
    close: () => sink.close(),
    mark() {
      recent = [];
    },
    failuresSinceMark() {
      const lines = [header, scenario, ...(recent ?? [])].filter((line) => line !== undefined);
      const numbered = lines.map((line, index) => ({ n: index + 1, line }));
      return judge(numbered, { strict })
        .verdicts.filter((verdict) => verdict.verdict === 'fail' && !verdict.advisory)
        .map(({ requirement, reason }) => ({ requirement, reason }));
    },
  };
}

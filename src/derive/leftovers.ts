import type { Leftover } from '../contract/facts.ts';
import type { Reading } from './reading.ts';

/** Forms of lines that say nothing about the operation. What has none of them is a remark, for {@link readSentences} has read it. */
const FORMS: { kind: Leftover; form: RegExp }[] = [
  { kind: 'include', form: /^\[!include/i },
  { kind: 'call-out', form: /^(?:>\s*)?(?:\[!\w+\]|Note)$/i },
  { kind: 'introduction', form: /\b(?:is an example of|see an example)\b/i },
  { kind: 'offer', form: /\b(?:want to experience|free trial)\b/i },
  { kind: 'heading', form: /^[-*\s]*\**[^.]*:\**$/ },
];

/** Ranges of lines with letters or digits that no fact came from, and what they are; structure marks are not counted. */
export function unusedRanges(
  reading: Reading,
  used: ReadonlySet<number>,
): [from: number, to: number, kind: Leftover][] {
  const ranges: [number, number, Leftover][] = [];
  reading.source.forEach((text, index) => {
    const line = index + 1;
    if (used.has(line) || reading.markers.has(line) || !/[\p{L}\p{N}]/u.test(text)) return;
    const kind = kindOf(reading, text.trim(), line);
    const last = ranges.at(-1);
    if (last && last[1] === line - 1 && last[2] === kind) last[1] = line;
    else ranges.push([line, line, kind]);
  });
  return ranges;
}

function kindOf(reading: Reading, text: string, line: number): Leftover {
  const headings = reading.sections.map(({ heading }) => heading).filter((heading) => heading.text !== '');
  if (line < (headings[0]?.line ?? 1)) return 'front matter';
  if (headings.some((heading) => heading.line === line)) return 'heading';
  return FORMS.find(({ form }) => form.test(text))?.kind ?? 'remark';
}

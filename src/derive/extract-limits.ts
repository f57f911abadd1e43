import { blocksOf, joined, sectionsOf, type Prose, type Reading } from './reading.ts';
import type { Statements } from './statements.ts';

const NUMBER = /(?<![\p{L}\p{N}.,])(?:\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+|\d+)(?![\p{L}\p{N}])/u;
const NUMBER_AT_END = new RegExp(`(${NUMBER.source})\\s*$`, 'u');
const LIMIT = /\bcalls?\s*(?:\bper\b|\beach\b|\bevery\b|\/)\s*(\w+)/gi;
const UNITS = ['minute', 'hour'];

/** `100 calls per minute and 1500 calls per hour`, wherever it stands; a section on limits must have one. */
export function readLimits(reading: Reading, to: Statements): void {
  for (const section of reading.sections)
    for (const prose of blocksOf(section, 'prose')) readLimitSentence(prose, to);
  for (const section of sectionsOf(reading, 'limitations', 'rate limits')) {
    const proses = blocksOf(section, 'prose');
    if (!proses.some((prose) => joined(prose).text.search(LIMIT) >= 0))
      to.fail(
        proses[0]?.line ?? section.heading.line,
        `no limit of the form "100 calls per minute" under "${section.heading.text}"`,
      );
  }
}

function readLimitSentence(prose: Prose, to: Statements): void {
  const { text, lineAt } = joined(prose);
  const found: string[] = [];
  for (const match of text.matchAll(LIMIT)) {
    const line = lineAt(match.index);
    const unit = match[1]?.toLowerCase() ?? '';
    const written = NUMBER_AT_END.exec(text.slice(0, match.index))?.[1];
    if (written === undefined) return to.fail(line, `no number can be read before "${match[0]}"`);
    if (!UNITS.includes(unit)) return to.fail(line, `a limit per ${unit}; known are ${UNITS.join(' and ')}`);
    const calls = toNumber(written);
    to.say(`limits.${unit}.calls`, calls, line);
    if (written !== String(calls)) to.say(`limits.${unit}.written`, written, line);
    found.push(unit);
  }
  if (found.length > 0 && prose.translated !== undefined)
    readTranslation(prose.translated, found, prose.line, to);
}

/** The translation shows the same numbers in the same order, written in its own way (`1 500`). */
function readTranslation(translated: string, units: string[], line: number, to: Statements): void {
  const numbers = [...translated.matchAll(new RegExp(NUMBER, 'gu'))].map((match) => match[0]);
  if (numbers.length !== units.length)
    return to.fail(
      line,
      `${numbers.length} numbers in the translation of a sentence with ${units.length} limits`,
    );
  units.forEach((unit, index) => {
    to.say(`limits.${unit}.translated`, toNumber(numbers[index] ?? ''), line);
  });
}

function toNumber(written: string): number {
  return Number(written.replace(/\D/g, ''));
}

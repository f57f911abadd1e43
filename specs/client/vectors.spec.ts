import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/judge/judge.ts';
import { readTrace } from '../../src/trace/read.ts';

/** Traces by hand. A file is named `<requirement>--<what happens>--<verdict>.jsonl`. */
const FOLDER = join(import.meta.dirname, 'vectors');

const vectors = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => {
    const [requirement = '', situation = '', verdict = ''] = name.slice(0, -'.jsonl'.length).split('--');
    return { name, requirement, situation: situation.replaceAll('-', ' '), verdict };
  });

describe('a trace by hand is judged as its name says', () => {
  test.each(vectors)('$requirement: $situation → $verdict', ({ name, requirement, verdict }) => {
    const judged = judge(readTrace(join(FOLDER, name)));
    const found = judged.verdicts.find((one) => one.requirement === requirement);
    const word = found?.verdict === 'fail' && found.advisory ? 'advisory-fail' : found?.verdict;
    expect(`${word}: ${found?.reason}`).toMatch(new RegExp(`^${verdict}: `));
  });
});

import { expect, test } from 'vitest';
import type { Facts } from '../contract/facts.ts';
import type { Requirement } from '../judge/types.ts';
import { documentLines, linesWithoutRequirement } from './document-lines.ts';

const FACTS: Facts = {
  generatedBy: 'cordon derive',
  profile: 'windows-2019',
  document: 'page.txt',
  sha256: '',
  lines: 5,
  facts: [
    { id: 'response.body.id.type', value: 'string', line: 2, also: [4] },
    { id: 'response.body.id.example', value: 'x', line: 2 },
    { id: 'effect.stops', value: true, line: 5 },
  ],
  unused: [[1, 1, 'heading']],
};
const row = (id: string, source: string, profiles: Requirement['profiles']): Requirement => ({
  id,
  statement: 'A statement',
  strength: 'documented',
  binds: 'service',
  source: [source],
  profiles,
  needs: [],
});

test('each line has its facts, each fact its requirements, and any other line a reason', () => {
  const rows = [
    row('body.id', 'fact:response.body.id', ['windows-2019']),
    row('body.merged', 'fact:response.body', ['current']),
    row('body.elsewhere', 'fact:response.body', ['summary-2021']),
    row('body.longer', 'fact:response.body.identity', ['windows-2019']),
  ];
  const lines = documentLines(FACTS, rows);
  const at = { profile: 'windows-2019', document: 'page.txt' };
  const id = { id: 'response.body.id.type', requirements: ['body.id', 'body.merged'] };
  expect(lines).toEqual([
    { ...at, line: 1, facts: [], why: 'heading: names a part of the page' },
    {
      ...at,
      line: 2,
      facts: [
        id,
        {
          id: 'response.body.id.example',
          requirements: ['body.id', 'body.merged'],
          why: 'the value in an example; its type is a fact of its own',
        },
      ],
    },
    {
      ...at,
      line: 3,
      facts: [],
      why: 'blank, or structure: a fence, the head of a table, the name of a section that was understood',
    },
    { ...at, line: 4, facts: [id] },
    { ...at, line: 5, facts: [{ id: 'effect.stops', requirements: [] }] },
  ]);
});

test('a line whose fact nothing comes from is found, one that asks nothing is not', () => {
  const lines = documentLines(FACTS, [row('body.id', 'fact:response.body.id.type', ['windows-2019'])]);
  expect(linesWithoutRequirement(lines).map(({ line, fact }) => [line.line, fact])).toEqual([
    [5, 'effect.stops'],
  ]);
});

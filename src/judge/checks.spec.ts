import { expect, test } from 'vitest';
import { loadContract } from '../contract/load.ts';
import type { HeaderLine, RequestLine, ResponseLine } from '../trace/lines.ts';
import { broken, exchangeCheck, holds, unknown, type Opinion } from './checks.ts';
import type { Exchange } from './exchanges.ts';

/** The finding of a check that has these opinions of one exchange each. */
function findingOf(opinions: Opinion[]) {
  const left = [...opinions];
  const check = exchangeCheck({
    id: 'a.b',
    pass: 'all kept it',
    none: { verdict: 'not-applicable', reason: 'nothing to see' },
    judge: () => left.shift(),
  });
  const state = check.start({ header: {} as HeaderLine, contract: loadContract('current') });
  opinions.forEach((_, index) => {
    const request = { n: 2 * index + 1, line: { kind: 'request', body: '' } as RequestLine };
    const response = { n: 2 * index + 2, line: { kind: 'response' } as ResponseLine };
    const exchange: Exchange = {
      request,
      response,
      reading: { operation: true, defects: new Set() },
      faulted: false,
    };
    check.step(state, response, exchange);
  });
  return check.end(state, []);
}

test.each<[string, Opinion[], string, boolean | undefined]>([
  ['one that holds', [holds], 'pass', undefined],
  ['one that does not', [holds, broken('a', 'b')], 'fail', undefined],
  ['an advisory fail beside one that holds', [holds, broken('a', 'b', true)], 'fail', true],
  ['an advisory fail beside a binding one', [broken('a', 'b', true), broken('a', 'b')], 'fail', undefined],
  ['a binding fail beside one that is open', [unknown('why'), broken('a', 'b')], 'fail', undefined],
  [
    'an advisory fail beside one that is open',
    [unknown('why'), broken('a', 'b', true)],
    'unproven',
    undefined,
  ],
  ['one that is open beside one that holds', [holds, unknown('why')], 'unproven', undefined],
  ['none of its business', [undefined], 'not-applicable', undefined],
])('%s', (_, opinions, verdict, advisory) => {
  const finding = findingOf(opinions);
  expect(finding.verdict).toBe(verdict);
  expect(finding.advisory).toBe(advisory);
});

import { broken, exchangeCheck, holds } from '../../src/judge/checks.ts';
import { scanJson } from '../../src/judge/json-text.ts';
import { contentOf, jsonOf } from '../../src/judge/reading.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { bytesOf } from '../../src/trace/body.ts';
import { isWideText, jsonAnswer, odditiesOf } from '../support/json-answers.ts';

const none = { verdict: 'unproven', reason: 'no call was answered with JSON' } as const;

/** RFC 8259 §8.1: JSON between systems is UTF-8, and whoever sends it adds no byte order mark. */
const utf8 = exchangeCheck({
  id: 'body.utf-8',
  pass: 'every answer in JSON is UTF-8 without a byte order mark',
  none,
  judge(exchange, { contract }) {
    const json = jsonAnswer(exchange, contract);
    if (!json) return undefined;
    const { body, answer } = json;
    const expected = `JSON in UTF-8 on a ${answer.status}`;
    if (typeof body !== 'string') return broken(expected, `${bytesOf(body).length} bytes that are not UTF-8`);
    if (body.startsWith('\ufeff')) return broken(`${expected}, from its first byte`, 'a byte order mark');
    return isWideText(body) ? broken(expected, 'more than one byte for an ASCII character') : holds;
  },
});

/** RFC 8259 §4: which of two equal names counts is left to the reader. */
const uniqueNames = exchangeCheck({
  id: 'body.unique-names',
  pass: 'no object in an answer has a name twice',
  none,
  judge(exchange, { contract }) {
    const json = jsonAnswer(exchange, contract);
    const oddities = json && odditiesOf(json);
    if (!oddities) return undefined;
    return oddities.twice === undefined
      ? holds
      : broken('each name once in an object', `${oddities.twice} twice`);
  },
});

/** RFC 8259 §8.2. What a caller sent may come back. */
const wholeCharacters = exchangeCheck({
  id: 'body.whole-characters',
  pass: 'no string in an answer has half of a surrogate pair',
  none,
  judge(exchange, { contract }) {
    const json = jsonAnswer(exchange, contract);
    const oddities = json && odditiesOf(json);
    // A repeated call may be answered with the action, and so the comment, of another.
    if (!oddities || sentHalves(exchange) || exchange.reading.defects.has('repeated')) return undefined;
    return oddities.unpaired === undefined
      ? holds
      : broken('whole characters', `half of a surrogate pair at ${oddities.unpaired || 'the root'}`);
  },
});

/** The request may hold half a character itself; what is not JSON may hold anything. */
function sentHalves({ request }: Exchange): boolean {
  const body = contentOf(request.line.headers, request.line.body);
  if (typeof body !== 'string') return true;
  if (!body.includes('\\u') || !/\\u[dD][89a-fA-F]/.test(body)) return false;
  return !jsonOf(body).ok || scanJson(body).unpaired !== undefined;
}

export const textChecks = [utf8, uniqueNames, wholeCharacters];

import type { Contract } from '../../src/contract/contract.ts';
import { scanJson, type JsonOddities } from '../../src/judge/json-text.ts';
import { rememberLast } from '../../src/judge/last.ts';
import type { Exchange } from '../../src/judge/exchanges.ts';
import { decodeContent, mediaTypeOf } from '../../src/judge/reading.ts';
import type { Body } from '../../src/trace/lines.ts';
import { answerOf, isFair, jsonIn, type Answer } from './answers.ts';

/** An answer of the operation that is to be read as JSON, with its content codings undone. */
export type JsonAnswer = { answer: Answer; body: Body };

/** What is, or ought to be, JSON: a success, and whatever says that it is. Undefined for any other answer, and for one without a body. */
export function jsonAnswer(exchange: Exchange, contract: Contract): JsonAnswer | undefined {
  if (exchange.response === undefined) return undefined; // nothing of an exchange changes once its answer is there
  return jsonAnswerBy(contract)(exchange);
}

const jsonAnswerBy = rememberLast((contract: Contract) =>
  rememberLast((exchange: Exchange) => readJsonAnswer(exchange, contract)),
);

function readJsonAnswer(exchange: Exchange, contract: Contract): JsonAnswer | undefined {
  if (!isFair(exchange) || exchange.reading.defects.has('accept')) return undefined;
  const answer = answerOf(exchange);
  if (answer.none !== undefined || answer.line.body === '') return undefined;
  const type = mediaTypeOf(answer.line.headers);
  const says = type !== undefined && /^(application|text)\/([\w.-]+\+)?json$/.test(type);
  if (!says && (type !== undefined || answer.line.status !== contract.successStatus)) return undefined;
  const content = decodeContent(answer.line.headers, answer.line.body);
  return content.fault === undefined ? { answer: answer.line, body: content.body } : undefined;
}

/** No JSON text holds NUL, but each ASCII character of UTF-16 and UTF-32 comes with one (the test of RFC 4627 §3). */
export function isWideText(text: string): boolean {
  return text.slice(0, 2).includes('\0');
}

const scanned = rememberLast(({ answer, body }: JsonAnswer): JsonOddities | undefined => {
  const json = jsonIn(answer);
  if (typeof body !== 'string' || !json.ok) return undefined;
  return isPlain(body, json.value) ? {} : scanJson(body);
});

/** So long that it cannot be nested too deep for JSON.stringify, which recurses. */
const MOST_WRITTEN = 4_096;

/** A text that comes out of its value again has lost nothing: no name twice, and without escapes no half of a pair. Most are so. */
function isPlain(text: string, value: unknown): boolean {
  return text.length <= MOST_WRITTEN && !text.includes('\\') && JSON.stringify(value) === text;
}

/** What is odd about the JSON of an answer; undefined where it is not JSON. */
export function odditiesOf(json: JsonAnswer): JsonOddities | undefined {
  return scanned(json);
}

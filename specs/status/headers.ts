import { broken, exchangeCheck, holds, type Opinion } from '../../src/judge/checks.ts';
import { decodeContent, mediaTypeOf, valuesOf } from '../../src/judge/reading.ts';
import { bytesOf } from '../../src/trace/body.ts';
import type { Check, CheckContext } from '../../src/judge/types.ts';
import type { HeaderList } from '../../src/trace/lines.ts';
import { accepted, answerOf, isFair, show, type Answer } from '../support/answers.ts';
import { isWideText } from '../support/json-answers.ts';
import { httpDateMs } from '../support/times.ts';

/** A check of every answer to a call of the operation, whatever its status. */
function answerCheck(o: {
  id: string;
  pass: string;
  none?: string;
  judge(answer: Answer, context: CheckContext): Opinion;
}): Check {
  return exchangeCheck({
    id: o.id,
    pass: o.pass,
    none:
      o.none === undefined
        ? { verdict: 'unproven', reason: 'no answer came' }
        : { verdict: 'not-applicable', reason: o.none },
    judge(exchange, context) {
      const answer = isFair(exchange) ? answerOf(exchange) : { none: '' };
      return answer.none === undefined ? o.judge(answer.line, context) : undefined;
    },
  });
}

/** Fields that are no list, and that such an answer may have: a sender sends each once (RFC 9110 §5.3). */
const SINGLE = ['content-type', 'content-length', 'date', 'location', 'retry-after'];

const oneLine = answerCheck({
  id: 'status.one-line',
  pass: 'no answer has a header field twice that has one value',
  judge({ headers }) {
    const twice = SINGLE.find((name) => isTwice(headers, name));
    return twice === undefined ? holds : broken(`${twice} once`, show(valuesOf(headers, twice).join(', ')));
  },
});

/** What carries an answer may have joined two lines into one (RFC 9110 §5.2). A comma in quotes joins nothing. */
function isTwice(headers: HeaderList, name: string): boolean {
  const values = valuesOf(headers, name);
  if (values.length !== 1) return values.length > 1;
  const [value = ''] = values;
  if (!value.includes(',')) return false;
  if (name === 'content-type') return value.replace(/"(?:\\.|[^"\\])*"/g, '').includes(',');
  return name === 'date' && /GMT\s*,/.test(value);
}

const date = answerCheck({
  id: 'status.date',
  pass: 'every answer has a Date in the form that may be sent',
  judge({ headers, status }) {
    const values = valuesOf(headers, 'date');
    const value = values.join(', ');
    if (values.length > 0)
      return httpDateMs(value) === undefined
        ? broken('a Date such as Sun, 06 Nov 1994 08:49:37 GMT', show(value))
        : holds;
    // Due from whoever has a clock, which the times of actions suggest and do not prove; a 5xx may go without.
    return status < 500 ? broken('a Date', `none on a ${status}`, true) : undefined;
  },
});

/** RFC 9110 §8.4. A coding that the caller did not ask for is legal. */
const coding = answerCheck({
  id: 'status.coding',
  pass: 'every body is in the coding that its answer names',
  none: 'no answer names a content coding',
  judge({ headers, body }) {
    if (body === '' || valuesOf(headers, 'content-encoding').length === 0) return undefined;
    const content = decodeContent(headers, body);
    if (content.fault === 'unknown') return undefined;
    return content.fault === undefined
      ? holds
      : broken(`a body in the coding ${content.coding}`, 'bytes that are not in it');
  },
});

/** RFC 8259 §11: the parameter is not defined for application/json, but readers go by it. */
const charset = answerCheck({
  id: 'status.charset',
  pass: 'every charset beside application/json names the one that the text is in',
  none: 'no answer names a charset beside application/json',
  judge({ headers, body }) {
    if (mediaTypeOf(headers) !== 'application/json') return undefined;
    const [type = ''] = valuesOf(headers, 'content-type');
    const match = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(type);
    const label = match?.[1] ?? match?.[2];
    const content = decodeContent(headers, body);
    if (label === undefined || content.fault !== undefined) return undefined;
    const text = content.body;
    if (typeof text !== 'string' || isWideText(text)) return undefined; // body.utf-8 judges it
    return decodedAs(label, bytesOf(text)) === text
      ? holds
      : broken('charset=utf-8, or none', `charset=${label}`);
  },
});

function decodedAs(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // no charset that is known
  }
}

/** RFC 9110 §10.2.3 names the answers that ask to wait; clients that heed it on any answer would pause after each success. */
const noWait = exchangeCheck({
  id: 'status.no-wait',
  pass: 'no success asks to wait',
  none: { verdict: 'unproven', reason: 'no call was accepted' },
  judge(exchange, { contract }) {
    const success = accepted(exchange, contract);
    if (!success) return undefined;
    const [value] = valuesOf(success.answer.headers, 'retry-after');
    return value === undefined ? holds : broken('no Retry-After on a success', show(value));
  },
});

/** What belongs to one caller or one moment: RFC 6585 §4 forbids caches to keep a 429. */
const MOMENTARY: ReadonlySet<number> = new Set([201, 401, 429]);

const notCacheable = answerCheck({
  id: 'status.not-cacheable',
  pass: 'no success and no refusal of the moment invites a cache to keep it',
  none: 'nothing was answered 201, 401 or 429',
  judge({ headers, status }) {
    if (!MOMENTARY.has(status)) return undefined;
    const invitation = invitationIn(headers);
    return invitation === undefined ? holds : broken(`a ${status} that no cache keeps`, invitation);
  },
});

/** RFC 9111 §5.2.2, §5.3. */
function invitationIn(headers: HeaderList): string | undefined {
  const values = valuesOf(headers, 'cache-control');
  if (values.length === 0 && valuesOf(headers, 'expires').length === 0) return undefined;
  const value = values.join(', ');
  const directives = value.split(',').map((directive) => directive.trim().toLowerCase());
  if (directives.some((one) => /^(no-store|no-cache|private)\b/.test(one))) return undefined;
  if (directives.some((one) => one === 'public' || /^(s-maxage|max-age)="?0*[1-9]/.test(one)))
    return `Cache-Control: ${value}`;
  if (directives.some((one) => /^(s-maxage|max-age)=/.test(one))) return undefined;
  const [expires = ''] = valuesOf(headers, 'expires');
  const [date = ''] = valuesOf(headers, 'date');
  const [until, from] = [httpDateMs(expires), httpDateMs(date)];
  return until !== undefined && from !== undefined && until > from ? `Expires: ${expires}` : undefined;
}

export const headerChecks = [oneLine, date, coding, charset, noWait, notCacheable];

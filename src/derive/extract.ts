import type { Fact } from '../contract/facts.ts';
import { readExample } from './extract-example.ts';
import { readLimits } from './extract-limits.ts';
import { readPermissions, readSecurity } from './extract-permissions.ts';
import { readBody, readHeaders, readOperation, readPathParameters } from './extract-request.ts';
import { readErrors, readSuccess } from './extract-response.ts';
import { sectionsOf, type Reading } from './reading.ts';
import { readSentences } from './sentences.ts';
import { collectStatements, type Statements } from './statements.ts';

/** A page of the documentation, or a summary of one endpoint (`# Endpoint: POST /…`). */
type Kind = 'page' | 'summary';

/** A fact that must be said, and the sections in which it is looked for. */
type Mandatory = { fact: RegExp; what: string; under: string[] };

/** What a document of each kind must say, or it has not been understood. What else disappears is seen in the contract diff. */
const MANDATORY: Record<Kind, Mandatory[]> = {
  page: [
    { fact: /^operation\.method$/, what: 'a method and a path', under: ['http request'] },
    { fact: /^request\.header\.Authorization\.value$/, what: 'Authorization', under: ['request headers'] },
    { fact: /^request\.body\.type$/, what: 'that the body is a JSON object', under: ['request body'] },
    { fact: /^request\.body\.Comment\.type$/, what: 'Comment', under: ['request body'] },
    { fact: /^request\.body\.sha1\.type$/i, what: 'Sha1', under: ['request body'] },
    { fact: /^response\.status$/, what: 'the status of a success', under: ['response'] },
    { fact: /^response\.class$/, what: 'what the response body holds', under: ['response'] },
    { fact: /^permissions\./, what: 'a permission or a role', under: ['permissions'] },
    { fact: /^example\.request\.path$/, what: 'a request', under: ['example'] },
  ],
  summary: [
    { fact: /^operation\.method$/, what: 'a method and a path', under: ['endpoint'] },
    { fact: /^request\.body\.Comment\.type$/, what: 'Comment', under: ['request body'] },
    { fact: /^request\.body\.Comment\.required$/, what: 'a line "Required:"', under: ['request body'] },
    { fact: /^request\.body\.sha1\.type$/i, what: 'Sha1', under: ['request body'] },
    { fact: /^response\.status$/, what: 'a success such as "201 Created"', under: ['responses'] },
    { fact: /^response\.body\..+\.type$/, what: 'a template of the body', under: ['responses'] },
    { fact: /^errors\.status\.\d+$/, what: 'error statuses', under: ['errors', 'responses'] },
    { fact: /^permissions\./, what: 'permissions', under: ['security'] },
  ],
};

/** Headings that are understood; their own words are no fact. */
const HEADINGS = new Set([
  'description',
  'api description',
  'odata support',
  'permissions',
  'http request',
  'request headers',
  'request body',
  'response',
  'request',
  'example',
  'limitations',
  'rate limits',
  'parameters',
  'path parameters',
  'responses',
  'errors',
  'security',
  'notes',
]);
/** Front matter that is about the document's age and origin. */
const META = ['date', 'ms.date', 'ms.lasthandoff', 'ms.translationtype', 'ms.contentlocale'];

/**
 * Turns a reading into facts, in document order, with the lines they came from.
 * @throws DeriveError at the first thing that is not understood, or when a mandatory fact is missing.
 */
export function extract(reading: Reading, file: string): { facts: Fact[]; used: ReadonlySet<number> } {
  const to = collectStatements(file);
  readMeta(reading, to);
  for (const { key, heading } of reading.sections) if (HEADINGS.has(key)) to.use(heading.line);
  readOperation(reading, to, file);
  readPathParameters(reading, to);
  readHeaders(reading, to);
  readBody(reading, to, file);
  readSuccess(reading, to, file);
  readErrors(reading, to);
  readLimits(reading, to);
  readPermissions(reading, to);
  readSecurity(reading, to);
  readExample(reading, to, file);
  readSentences(reading, to);
  demandMandatory(reading, to);
  return { facts: to.facts, used: to.used };
}

function demandMandatory(reading: Reading, to: Statements): void {
  const kind: Kind = reading.sections.some(({ key }) => key.startsWith('endpoint')) ? 'summary' : 'page';
  const { facts } = to;
  for (const { fact, what, under } of MANDATORY[kind]) {
    if (facts.some(({ id }) => fact.test(id))) continue;
    const section = sectionsOf(reading, ...under)[0];
    to.fail(
      section?.heading.line ?? null,
      `${what} is missing${section ? '' : `, and so is the section "${under[0]}"`}; every ${kind} must have it`,
    );
  }
}

function readMeta(reading: Reading, to: Statements): void {
  for (const { key, value, line } of reading.meta) {
    if (!META.includes(key)) continue;
    to.say(`meta.${key}`, value, line);
    if (key === 'ms.date' && !/^\d\d\/\d\d\/\d{4}$/.test(value)) to.say('quirk.ms-date', value, line);
  }
}

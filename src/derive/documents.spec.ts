import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Facts } from '../contract/facts.ts';
import { messageOf } from '../errors.ts';
import { factsOf, readDocuments, unusedLines } from './documents.ts';
import { DeriveError } from './error.ts';
import { PAGE, PLAIN_PAGE, PREVIEW_PAGE, SUMMARY, TRANSLATED_PAGE } from './sample-documents.fixture.ts';

const read = (text: string) => factsOf('microsoft-2023', 'page.txt', Buffer.from(text));
const values = (facts: Facts) => Object.fromEntries(facts.facts.map(({ id, value }) => [id, value]));
const lineOf = (facts: Facts, id: string) => facts.facts.find((fact) => fact.id === id)?.line;
/** The line, from 1, on which `part` first stands. */
const at = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

function errorOf(act: () => unknown): DeriveError {
  try {
    act();
  } catch (error) {
    if (error instanceof DeriveError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a page in Markdown', () => {
  test('gives method, host and path with their line', () => {
    const facts = read(PAGE);
    expect(values(facts)).toMatchObject({
      'operation.method': 'POST',
      'operation.host': 'https://host.example',
      'operation.path': '/api/machines/{id}/StopAndQuarantineFile',
      'example.request.machine-id': 'm1',
    });
    expect(lineOf(facts, 'operation.method')).toBe(at(PAGE, 'POST https'));
  });

  test('gives headers and body properties, required or not', () => {
    const facts = values(read(PAGE.replace('The hash. **Required**.', 'The hash, not required.')));
    expect(facts).toMatchObject({
      'request.header.Authorization.value': 'Bearer {token}',
      'request.header.Authorization.required': true,
      'request.body.Comment.required': true,
      'request.body.Sha1.type': 'String',
      'request.body.Sha1.required': false,
    });
  });

  test('gives each limit the line on which it stands, in a sentence over two lines', () => {
    const facts = read(PAGE);
    expect(values(facts)).toMatchObject({ 'limits.minute.calls': 100, 'limits.hour.calls': 1500 });
    expect(lineOf(facts, 'limits.hour.calls')).toBe(at(PAGE, '1500'));
    expect(lineOf(facts, 'limits.minute.calls')).toBe(at(PAGE, '1500') - 1);
  });

  test.each(['1500', '1,500', '1 500', '1.500', '1\u00a0500'])('reads %s as a number', (written) => {
    const facts = values(read(PAGE.replace('1500 calls', `${written} calls`)));
    expect(facts['limits.hour.calls']).toBe(1500);
    expect(facts['limits.hour.written']).toBe(
      written === '1500' ? undefined : written.replace('\u00a0', ' '),
    );
  });

  test('shows a condition that it does not understand as a fact of its own', () => {
    const facts = read(PAGE.replace('is there\n', 'is there\n> - The moon is full\n'));
    expect(facts.facts.filter(({ id }) => id.startsWith('precondition.unread.'))).toHaveLength(1);
  });

  test('keeps running text of an example as a digest only', () => {
    const facts = values(read(PAGE.replace('"one"', '"one two three four five"')));
    expect(facts['example.request.body.Comment']).toMatch(/^sha256:[0-9a-f]{16}$/);
  });

  test('reads Windows line ends and a byte order mark like any others', () => {
    expect(read(`\ufeff${PAGE.replaceAll('\n', '\r\n')}`).facts).toEqual(read(PAGE).facts);
  });

  test('tells which lines hold text that it made nothing of', () => {
    const facts = read(PAGE.replace('## Response\n', '## Response\n\nAn aside.\nIt goes on.\n'));
    const aside = at(PAGE, '## Response') + 2;
    expect(facts.unused).toContainEqual([aside, aside + 1, 'remark']);
    expect(facts.unused.some(([from]) => from === at(PAGE, ':---'))).toBe(false);
  });

  test('tells what such lines are', () => {
    const text = PAGE.replace(
      '## Limitations\n',
      '[!INCLUDE [Other](b.md)]\n\nWant to experience it?\n\nHere is an example of the request.\n\n## Limitations\n',
    );
    expect(read(text).unused).toEqual([
      [at(text, 'title'), at(text, 'title'), 'front matter'],
      [at(text, '# A page'), at(text, '# A page'), 'heading'],
      [at(text, '[!INCLUDE'), at(text, '[!INCLUDE'), 'include'],
      [at(text, 'Want to'), at(text, 'Want to'), 'offer'],
      [at(text, 'Here is'), at(text, 'Here is'), 'introduction'],
      [at(text, '[!IMPORTANT]'), at(text, '[!IMPORTANT]'), 'call-out'],
    ]);
  });

  test.each([
    'Callers must be kind.',
    'A blue hat is required.',
    'It should rain.',
    'It is only for devices.',
  ])('shows a sentence that asks something and that it does not understand as a fact: %s', (sentence) => {
    const text = PAGE.replace('## Response\n', `## Response\n\nAn aside. ${sentence}\n`);
    const unread = read(text).facts.filter(({ id }) => id.startsWith('statement.unread.'));
    expect(unread.map(({ line }) => line)).toEqual([at(text, 'An aside')]);
  });

  test('keeps each line that says a fact again', () => {
    const text = PAGE.replace('## Response\n', '## Response\n\nAt most 100 calls per minute.\n');
    const said = read(text).facts.find(({ id }) => id === 'limits.minute.calls');
    expect(said).toMatchObject({ line: at(text, 'The pace'), also: [at(text, 'At most')] });
    expect(read(PAGE).facts.find(({ id }) => id === 'limits.minute.calls')).not.toHaveProperty('also');
  });
});

describe('a translated page', () => {
  test('is read in English, and shows the names that the translator changed', () => {
    expect(values(read(TRANSLATED_PAGE))).toMatchObject({
      'request.body.Comment.required': true,
      'quirk.translated.request.body.Comment': 'Kommentar',
      'request.body.Sha1.required': true,
    });
  });

  test('shows the numbers of the translation as well, so that a change of one is seen', () => {
    const changed = values(read(TRANSLATED_PAGE.replace('1 500', '2 500')));
    expect(changed).toMatchObject({ 'limits.hour.calls': 1500, 'limits.hour.translated': 2500 });
  });

  test('cannot be understood when its translation has other numbers than its English', () => {
    const text = TRANSLATED_PAGE.replace('1 500 i timmen', 'fler i timmen');
    const error = errorOf(() => read(text));
    expect(error.message).toBe(
      `page.txt:${at(text, 'fler')}: 1 numbers in the translation of a sentence with 2 limits`,
    );
  });
});

describe('a page of the preview', () => {
  test('keeps both names of the hash, and names its quirks', () => {
    expect(values(read(PREVIEW_PAGE))).toMatchObject({
      'request.body.SHA1.required': true,
      'example.request.body.Sha1': 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      'request.header.Content-Type.required': false,
      'quirk.curly-quotes': true,
      'quirk.doubled-status-line': true,
      'quirk.example-action': 'otherFile',
      'quirk.ms-date': '01/02.2017',
      'permissions.user-role': 'chief',
    });
  });

  test('is forgiven curly quotes, and no other mistake in its JSON', () => {
    const text = PREVIEW_PAGE.replace('"Comment": "one",', '"Comment": "one"');
    const error = errorOf(() => read(text));
    expect(error.line).toBe(at(text, '“Sha1”'));
    expect(error.message).toContain('not JSON');
  });
});

describe('a page without Markdown', () => {
  test('gives the same facts as one with it, with its own lines', () => {
    const facts = read(PLAIN_PAGE);
    expect(values(facts)).toMatchObject({
      'meta.date': '2019-01-02',
      'operation.path': '/api/machines/{id}/StopAndQuarantineFile',
      'request.body.Sha1.required': true,
      'permissions.application.Machine.StopAndQuarantine': 'Stop',
      'response.status': 201,
      'response.body.relatedFileInfo.fileIdentifier.type': 'string',
    });
    expect(lineOf(facts, 'request.body.Sha1.type')).toBe(at(PLAIN_PAGE, 'Sha1 String'));
  });

  test('cannot be understood when a row lacks a cell', () => {
    const text = PLAIN_PAGE.replace('Sha1 String The hash. Required.', 'Sha1 String');
    const error = errorOf(() => read(text));
    expect(error.message).toBe(
      `page.txt:${at(text, 'Sha1 String')}: a row that does not have the 3 cells Parameter, Type, Description`,
    );
  });
});

describe('a summary of one endpoint', () => {
  test('gives template, error statuses, permissions and limits', () => {
    const facts = values(read(SUMMARY));
    expect(facts).toMatchObject({
      'request.body.Comment.required': true,
      'request.body.hash': 'SHA1',
      'response.status': 201,
      'response.body.id.type': 'string',
      'response.body.creationDateTimeUtc.example': '2021-01-01T00:00:00.5Z',
      'errors.status.429': 'Rate Limited',
      'permissions.delegated.Machine.StopAndQuarantine': true,
      'security.scope': 'https://host.example/.default',
      'limits.hour.calls': 1500,
      'example.response.body.id': '00000000-0000-4000-8000-000000000001',
    });
    expect(facts).not.toHaveProperty(['response.body.id.example']);
  });
});

describe('a document that cannot be understood is refused with its line', () => {
  const cases: [what: string, text: string, part: string, message: string][] = [
    [
      'no method and path',
      PAGE.replace('POST https://host.example/api/machines/{id}/StopAndQuarantineFile', ''),
      '## HTTP request',
      'no method and path under "HTTP request"',
    ],
    [
      'a path without a machine',
      PAGE.replace('/{id}/', '/'),
      'POST https',
      'the path /api/machines/StopAndQuarantineFile has no {id} for the machine',
    ],
    [
      'no body parameters',
      PAGE.replace(/Parameter\|[^#]*/, ''),
      '## Request body',
      'no table under "Request body"',
    ],
    [
      'no Comment',
      PAGE.replace(/Comment\|.*\n/, ''),
      '## Request body',
      'Comment is missing; every page must have it',
    ],
    [
      'a short row',
      PAGE.replace('Sha1|String|The hash. **Required**.', 'Sha1|String'),
      'Sha1|String',
      'a row of 2 cells in a table of 3 columns',
    ],
    [
      'a long row',
      PAGE.replace('Sha1|String|', 'Sha1|String|x|'),
      'Sha1|String',
      'a row of 4 cells in a table of 3 columns',
    ],
    [
      'an unknown type',
      PAGE.replace('Sha1|String|', 'Sha1|Hash|'),
      'Sha1|Hash',
      'the type "Hash" of Sha1; known are string, int, integer, number, boolean, object, array',
    ],
    [
      'a limit in words',
      PAGE.replace('100 calls', 'a hundred calls'),
      'The pace',
      'no number can be read before "calls per minute"',
    ],
    [
      'a limit with a slip',
      PAGE.replace('100 calls', '1O0 calls'),
      'The pace',
      'no number can be read before "calls per minute"',
    ],
    [
      'a limit per day',
      PAGE.replace('per hour', 'per day'),
      '1500 calls',
      'a limit per day; known are minute and hour',
    ],
    [
      'a section on limits without one',
      PAGE.replace(/1\. The pace.*\n.*hour\./, '1. The pace is slow.'),
      'The pace',
      'no limit of the form "100 calls per minute" under "Limitations"',
    ],
    [
      'no success status',
      PAGE.replace('returns 201', 'returns it'),
      '## Response',
      'no success status under "Response"',
    ],
    [
      'a failure as success',
      PAGE.replace('returns 201', 'returns 301'),
      'It returns',
      '301 as the status of a success; it has to be 2xx',
    ],
    [
      'permissions without a rule',
      PAGE.replace('One of the following permissions is required here.', 'See below.'),
      '## Permissions',
      'a table of permissions, but not whether one or all of them are required',
    ],
    [
      'an unknown permission type',
      PAGE.replace('Delegated (work)', 'Daemon'),
      'Daemon',
      'the permission type "Daemon"; known are Application and Delegated',
    ],
    [
      'an example that is not JSON',
      PAGE.replace('"one",', '"one",,'),
      '"one",,',
      'not JSON: PropertyNameExpected',
    ],
    [
      'a property twice',
      PAGE.replace('"Comment": "one"', '"Sha1": "one"'),
      '"Sha1": "da',
      'the JSON object names "Sha1" twice',
    ],
    [
      'two answers to one question',
      PAGE.replace('## Permissions', 'Or 50 calls per minute.\n\n## Permissions'),
      'Or 50',
      `limits.minute.calls is 50 here and 100 on line ${at(PAGE, 'The pace')}`,
    ],
    [
      'an odd line in an example',
      PAGE.replace('{\n  "Comment"', 'Nonsense\n{\n  "Comment"'),
      'Nonsense',
      'not a request line, a status line, a header or a JSON body',
    ],
    [
      'error statuses that cannot be read',
      SUMMARY.replace('429 (Rate Limited)', '4Z9 (Rate Limited)'),
      'Errors: ',
      '"4Z9 (Rate Limited)" is not an error status and its name, such as "400 (Bad Request)"',
    ],
    [
      'a required name that is not in the body',
      SUMMARY.replace('Comment, Sha1\n', 'Comment, Sha256\n'),
      '**Required:**',
      '"Sha256" is required but is not in the body, which has Comment, Sha1',
    ],
    [
      'a template that is not JSON',
      SUMMARY.replace('"id": "string",\n', '"id": string,\n'),
      '"id": string',
      'not JSON: InvalidSymbol',
    ],
  ];
  test.each(cases)('%s', (_, text, part, message) => {
    const error = errorOf(() => read(text));
    expect(error.message).toBe(`page.txt:${at(text, part)}: ${message}`);
    expect(error.line).toBe(at(text, part));
    expect(error.file).toBe('page.txt');
  });

  test('without a line where a whole section is gone', () => {
    const error = errorOf(() => read(PAGE.replace('## Request headers', '## Other')));
    expect(error.line).toBeNull();
    expect(error.message).toBe(
      'page.txt: Authorization is missing, and so is the section "request headers"; every page must have it',
    );
  });

  test.each([
    ['nothing at all', Buffer.from('')],
    ['bytes that are not UTF-8', Buffer.from([0x23, 0x20, 0xff, 0xfe])],
    ['another text', Buffer.from('# Hello\n\nworld\n')],
  ])('%s', (_, bytes) => {
    expect(errorOf(() => factsOf('microsoft-2023', 'page.txt', bytes)).file).toBe('page.txt');
  });
});

describe('a folder of documents', () => {
  const NAMES = {
    '000_a.txt': PREVIEW_PAGE,
    '001_b.txt': SUMMARY,
    '002_c.txt': PAGE,
    '003_d.txt': PLAIN_PAGE,
    '004_e.txt': TRANSLATED_PAGE,
  };
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'cordon-'));
    for (const [name, text] of Object.entries(NAMES)) writeFileSync(join(dir, name), text);
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });
  const refusal = (from = dir) =>
    readDocuments(from).then(
      () => 'nothing was thrown',
      (error: unknown) => (error instanceof DeriveError ? error.message : messageOf(error)),
    );

  test('gives the five profiles in order, whatever follows the number in a name', async () => {
    writeFileSync(join(dir, '.hidden'), 'x');
    const facts = await readDocuments(dir);
    expect(facts.map(({ profile, document }) => [profile, document])).toEqual([
      ['preview-2017', '000_a.txt'],
      ['windows-2019', '003_d.txt'],
      ['microsoft-2021-sv', '004_e.txt'],
      ['summary-2021', '001_b.txt'],
      ['microsoft-2023', '002_c.txt'],
    ]);
    expect(facts[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(facts[4]?.lines).toBe(PAGE.split('\n').length - 1);
  });

  test('shows the text of unused lines from the document itself', async () => {
    const page = (await readDocuments(dir)).find(({ profile }) => profile === 'windows-2019');
    if (!page) throw new Error('no page');
    expect(await unusedLines(page, dir)).toEqual([{ line: 3, text: 'A page' }]);
  });

  test('is refused when it cannot be read', async () => {
    expect(await refusal(join(dir, 'nowhere'))).toContain(
      'nowhere: cannot read the folder of documents: ENOENT',
    );
  });

  test('is refused when a document is missing', async () => {
    rmSync(join(dir, '003_d.txt'));
    expect(await refusal()).toBe(
      `${dir}: no document 003_… (windows-2019); all of 000, 001, 002, 003, 004 are needed`,
    );
  });

  test('is refused when a name is unknown', async () => {
    writeFileSync(join(dir, '005_f.txt'), PAGE);
    expect(await refusal()).toBe(
      `${join(dir, '005_f.txt')}: not a known document; names begin with 000, 001, 002, 003, 004`,
    );
  });

  test('is refused when a document is there twice', async () => {
    writeFileSync(join(dir, '002_again.txt'), PAGE);
    expect(await refusal()).toContain(
      'a second document of the profile microsoft-2023, beside 002_again.txt',
    );
  });

  test('is refused when a document is a folder', async () => {
    rmSync(join(dir, '003_d.txt'));
    mkdirSync(join(dir, '003_d.txt'));
    expect(await refusal()).toContain('003_d.txt: cannot read the document: EISDIR');
  });
});

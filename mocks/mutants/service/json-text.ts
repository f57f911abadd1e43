import {
  changingAnswer,
  changingEachAnswer,
  isOperation,
  settingInAction,
  textOf,
  withBody,
} from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';

/** Edits the text of each success. */
const rewriting = (edit: (text: string) => string): Change =>
  changingAnswer(201, (answer) => withBody(answer, edit(textOf(answer))));

/** Edits the text of each error. */
const rewritingErrors = (edit: (text: string) => string): Change =>
  changingEachAnswer((answer, request) =>
    isOperation(request) && answer.status >= 400 ? withBody(answer, edit(textOf(answer))) : answer,
  );

/** Encodes each success in its own way. */
const encoding = (encode: (text: string) => Uint8Array): Change =>
  changingAnswer(201, (answer) => ({ ...answer, body: encode(textOf(answer)) }));

/** UTF-8 of each half of a surrogate pair: what a writer of old makes of characters beyond the first 65,536. */
function cesu8(text: string): Uint8Array {
  return Buffer.concat(
    Array.from({ length: text.length }, (_, i) => {
      const unit = text.charCodeAt(i);
      return unit >= 0xd800 && unit <= 0xdfff
        ? Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)])
        : Buffer.from(text.charAt(i), 'utf8');
    }),
  );
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

/** Texts that are nearly JSON: what a lenient reader takes, or an eager writer makes. */
const NEARLY: readonly [name: string, title: string, edit: (text: string) => string][] = [
  ['trailing-comma', 'ends an object with a comma', (text) => text.replace(/\}$/, ',}')],
  ['not-a-number', 'writes NaN into JSON', (text) => text.replace('"errorHResult":0', '"errorHResult":NaN')],
  [
    'infinity',
    'writes Infinity into JSON',
    (text) => text.replace('"errorHResult":0', '"errorHResult":-Infinity'),
  ],
  [
    'leading-zeros',
    'writes a number with leading zeros',
    (text) => text.replace('"errorHResult":0', '"errorHResult":00'),
  ],
  ['plus', 'writes a number with a plus', (text) => text.replace('"errorHResult":0', '"errorHResult":+0')],
  [
    'hexadecimal',
    'writes a hexadecimal number',
    (text) => text.replace('"errorHResult":0', '"errorHResult":0x0'),
  ],
  [
    'bare-point',
    'writes a number that ends in a point',
    (text) => text.replace('"errorHResult":0', '"errorHResult":0.'),
  ],
  ['undefined', 'writes undefined into JSON', (text) => text.replace('"title":null', '"title":undefined')],
  ['none', 'writes None for null', (text) => text.replaceAll(':null', ':None')],
  ['capital-null', 'writes NULL for null', (text) => text.replaceAll(':null', ':NULL')],
  ['single-quotes', 'writes names in single quotes', (text) => text.replaceAll(/"(\w+)":/g, "'$1':")],
  ['bare-names', 'writes names without quotes', (text) => text.replaceAll(/"(\w+)":/g, '$1:')],
  ['comment', 'explains its JSON in a comment', (text) => `/* an action */${text}`],
  ['second-value', 'writes a second value after the first', (text) => `${text}\n{}`],
  ['prefix', 'begins with what keeps scripts from running it', (text) => `)]}',\n${text}`],
  ['callback', 'wraps an action in a call', (text) => `callback(${text});`],
  [
    'raw-line-break',
    'writes a line break into a string',
    (text) => text.replace('"title":null', '"title":"a\nb"'),
  ],
  [
    'bad-escape',
    'writes an escape that there is not',
    (text) => text.replace('"title":null', '"title":"\\x41"'),
  ],
  ['no-comma', 'forgets a comma', (text) => text.replace(',"title"', '"title"')],
  ['cut', 'forgets the last brace', (text) => text.slice(0, -1)],
  ['null-byte', 'ends a body with NUL', (text) => `${text}\0`],
  ['twice-encoded', 'sends the JSON of an action in a string', (text) => JSON.stringify(text)],
];

/** Answers that are not quite JSON, or JSON that two readers take in two ways. */
export const JSON_TEXT_MUTANTS: readonly ServiceMutant[] = [
  ...NEARLY.map(([name, title, edit]): ServiceMutant => ({
    id: `body.${name}`,
    title,
    kills: ['body.json'],
    change: rewriting(edit),
  })),
  {
    id: 'body.byte-order-mark',
    title: 'begins a body with a byte order mark',
    kills: ['body.utf-8'],
    change: rewriting((text) => `\ufeff${text}`),
  },
  {
    id: 'body.byte-order-mark-on-errors',
    title: 'begins the body of an error with a byte order mark',
    kills: ['body.utf-8'],
    change: rewritingErrors((text) => `\ufeff${text}`),
  },
  {
    id: 'body.not-utf-8',
    title: 'writes a byte into a text that UTF-8 does not have',
    kills: ['body.utf-8'],
    change: encoding((text) => {
      const bytes = Buffer.from(text, 'utf8');
      bytes[bytes.indexOf('PublicApi')] = 0xff;
      return bytes;
    }),
  },
  {
    id: 'body.utf-16',
    title: 'sends UTF-16',
    kills: ['body.json', 'body.utf-8'],
    change: encoding(utf16be),
  },
  {
    id: 'body.cesu-8',
    title: 'writes characters beyond the first 65,536 as two',
    kills: ['body.utf-8', 'relations.comment', 'relations.comment-exact'],
    change: encoding(cesu8),
  },
  {
    id: 'body.duplicate-name',
    title: 'writes a property twice',
    kills: ['body.unique-names'],
    change: rewriting((text) => text.replace('"errorHResult":0', '"errorHResult":0,"errorHResult":0')),
  },
  {
    id: 'body.duplicate-id',
    title: 'writes another id before the right one',
    kills: ['body.unique-names'],
    change: rewriting((text) => text.replace('"id":', '"id":null,"id":')),
  },
  {
    id: 'body.duplicate-escaped',
    title: 'writes a property again in escapes',
    kills: ['body.unique-names'],
    change: rewriting((text) => text.replace('"title":null', '"title":null,"\\u0074itle":null')),
  },
  {
    id: 'body.duplicate-in-file',
    title: 'writes a property of the file twice',
    kills: ['body.unique-names'],
    change: rewriting((text) =>
      text.replace('"fileIdentifierType"', '"fileIdentifierType":"","fileIdentifierType"'),
    ),
  },
  {
    id: 'body.duplicate-in-error',
    title: 'writes the code of an error twice',
    kills: ['body.unique-names'],
    change: rewritingErrors((text) => text.replace('"code":', '"code":"","code":')),
  },
  {
    id: 'body.half-character',
    title: 'cuts a text in the middle of a character',
    kills: ['body.whole-characters'],
    change: settingInAction({ title: 'Quarantine \ud83d' }),
  },
  {
    id: 'body.half-character-in-error',
    title: 'cuts the message of an error in the middle of a character',
    kills: ['body.whole-characters'],
    change: rewritingErrors((text) => text.replace('"message":"', '"message":"\\udee1')),
  },
  {
    id: 'body.halves-lost',
    title: 'keeps the first half of a character beyond the first 65,536',
    kills: ['body.whole-characters', 'relations.comment', 'relations.comment-exact'],
    change: rewriting((text) =>
      text.replaceAll(
        /([\ud800-\udbff])[\udc00-\udfff]/g,
        (_, high: string) => `\\u${high.charCodeAt(0).toString(16)}`,
      ),
    ),
  },
];

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  changingAnswer,
  changingEachAnswer,
  editingAction,
  editingError,
  fieldsOf,
  headerOf,
  settingInAction,
  textOf,
  withBody,
  withHeaders,
} from '../mocks/mutants/service/changes.ts';
import type { Change } from '../mocks/mutants/service/mutant.ts';

const coded = (coding: string, encode: (bytes: Uint8Array) => Uint8Array): Change =>
  changingEachAnswer((answer) =>
    answer.body.length === 0
      ? answer
      : { ...withHeaders(answer, { 'Content-Encoding': coding }), body: encode(answer.body) },
  );

const typed = (type: string): Change =>
  changingEachAnswer((answer) => withHeaders(answer, { 'Content-Type': type }));

const saying = (values: Record<string, string>): Change =>
  changingEachAnswer((answer) => withHeaders(answer, values));

const rewriting = (edit: (text: string) => string): Change =>
  changingEachAnswer((answer) =>
    answer.body.length === 0 ? answer : withBody(answer, edit(textOf(answer))),
  );

/** Both times of an action written in another way. */
const writingTimes = (write: (time: string) => string): Change =>
  editingAction((action) => ({
    ...action,
    creationDateTimeUtc: write(String(action['creationDateTimeUtc'])),
    lastUpdateDateTimeUtc: write(String(action['lastUpdateDateTimeUtc'])),
  }));

const shifted = (value: string, ms: number) => new Date(Date.parse(value) + ms).toUTCString();

/** Ways to answer that documents and RFCs leave open: a service that takes one of them is right. */
export const ANSWER_WAYS: Readonly<Record<string, Change>> = {
  'compresses its answers with gzip': coded('gzip', gzipSync),
  'compresses its answers with Brotli': coded('br', brotliCompressSync),
  'compresses its answers twice': coded('deflate, x-gzip', (bytes) => gzipSync(deflateSync(bytes))),
  'says the charset in quotes and capital letters': typed('application/json; charset="UTF-8"'),
  'says Utf-8 without a space': typed('Application/JSON;Charset=Utf-8'),
  'says that its ASCII is US-ASCII': (service, options) =>
    typed('application/json; charset=us-ascii')(rewriting(inAscii)(service, options), options),
  'escapes whatever is not ASCII': rewriting(inAscii),
  'escapes slashes': rewriting((text) => text.replaceAll('/', '\\/')),
  'indents its JSON and ends it with a line break': rewriting(
    (text) => `\r\n${JSON.stringify(JSON.parse(text), null, '\t')}\n`,
  ),
  'writes properties in the opposite order': changingAnswer(201, (answer) =>
    withBody(answer, Object.fromEntries(Object.entries(fieldsOf(answer) ?? {}).reverse())),
  ),
  'leaves out the context': settingInAction({ '@odata.context': undefined }),
  'gives the context relative to the address': settingInAction({
    '@odata.context': '../../$metadata#MachineActions/$entity',
  }),
  'does not know the name of a machine yet': settingInAction({ computerDnsName: null }),
  'names a machine without its domain': editingAction((action) => ({
    ...action,
    computerDnsName: String(action['computerDnsName']).split('.')[0]?.toUpperCase(),
  })),
  'writes the machine in capital letters': editingAction((action) => ({
    ...action,
    machineId: String(action['machineId']).toUpperCase(),
  })),
  'keeps the zeros at the end of a fraction': writingTimes((time) =>
    time.replace(/(?:\.(\d+))?Z$/, (_, digits = '') => `.${String(digits).padEnd(7, '0')}Z`),
  ),
  'updates an action when it is created': editingAction((action) =>
    action['status'] === 'Pending'
      ? { ...action, lastUpdateDateTimeUtc: action['creationDateTimeUtc'] }
      : action,
  ),
  'has a Date that is five minutes slow': changingEachAnswer((answer) =>
    headerOf(answer, 'retry-after') === undefined
      ? withHeaders(answer, { Date: shifted(headerOf(answer, 'date') ?? '', -300_000) })
      : answer,
  ),
  'says where a new action is': changingAnswer(201, (answer) =>
    withHeaders(answer, { Location: `/api/machineactions/${String(fieldsOf(answer)?.['id'])}` }),
  ),
  'says where a new action is, from where the call went': changingAnswer(201, (answer) =>
    withHeaders(answer, { Location: `../../MachineActions/${String(fieldsOf(answer)?.['id'])}#top` }),
  ),
  'says that a new action is at another host': changingAnswer(201, (answer) =>
    withHeaders(answer, { Location: 'https://portal.example.test/actions' }),
  ),
  'lets nobody keep its answers': saying({ 'Cache-Control': 'no-store', Expires: '0' }),
  'lets its caller keep its answers': saying({ 'Cache-Control': 'private, max-age=60' }),
  'names its server, a request id and a policy': saying({
    Server: 'Kestrel',
    'x-request-id': '4a1d4c3b',
    Vary: 'Accept, Authorization',
    'Strict-Transport-Security': 'max-age=31536000',
  }),
  'leaves out the target of an error': editingError(({ code, message }) => ({ error: { code, message } })),
  'explains an error at length': editingError((error) => ({
    error: {
      ...error,
      message: `${String(error['message'])}\nSee https://learn.example.test/home/api/errors, at step 3:2.`,
      details: [],
    },
  })),
};

function inAscii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

import { changingAnswer, textOf, withBody } from './changes.ts';
import type { ServiceMutant } from './mutant.ts';

const PARTS = ['body.id', 'body.type', 'body.status', 'body.times', 'body.file', 'body.schema'];

const rewriting = (edit: (text: string) => string) =>
  changingAnswer(201, (answer) => withBody(answer, edit(textOf(answer))));

/** The whole body of a success is wrong. */
export const BODY_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'body.empty',
    title: 'sends a success without a body',
    kills: ['body.json'],
    change: rewriting(() => ''),
  },
  {
    id: 'body.null',
    title: 'sends null for an action',
    kills: ['body.json'],
    change: rewriting(() => 'null'),
  },
  {
    id: 'body.array',
    title: 'sends a list of one action',
    kills: ['body.json'],
    change: rewriting((text) => `[${text}]`),
  },
  { id: 'body.empty-object', title: 'sends {} for an action', kills: PARTS, change: rewriting(() => '{}') },
  {
    id: 'body.wrapped',
    title: 'sends an action under the name value',
    kills: PARTS,
    change: rewriting((text) => `{"value":${text}}`),
  },
  {
    id: 'body.pascal-case',
    title: 'begins the names of properties with a capital letter',
    kills: PARTS,
    change: rewriting((text) =>
      text.replaceAll(/([{,]")([a-z])/g, (_, start: string, letter: string) => start + letter.toUpperCase()),
    ),
  },
  {
    id: 'body.trailing-comma',
    title: 'ends an object with a comma',
    kills: ['body.json'],
    change: rewriting((text) => text.replace(/\}$/, ',}')),
  },
  {
    id: 'body.not-a-number',
    title: 'writes NaN into JSON',
    kills: ['body.json'],
    change: rewriting((text) => text.replace('"errorHResult":0', '"errorHResult":NaN')),
  },
  {
    id: 'body.byte-order-mark',
    title: 'begins a body with a byte order mark',
    kills: ['body.json'],
    change: rewriting((text) => `\ufeff${text}`),
  },
  {
    id: 'body.not-utf-8',
    title: 'writes a byte into a text that UTF-8 does not have',
    kills: ['body.json'],
    change: changingAnswer(201, (answer) => ({
      ...answer,
      body: answer.body.map((byte, index) => (index === answer.body.length - 3 ? 0xff : byte)),
    })),
  },
];

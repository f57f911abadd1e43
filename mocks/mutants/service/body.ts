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
];

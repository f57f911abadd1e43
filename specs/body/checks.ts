import { broken, exchangeCheck, holds, unknown, type Opinion } from '../../src/judge/checks.ts';
import type { SchemaFault } from '../../src/contract/validator.ts';
import type { Check } from '../../src/judge/types.ts';
import { decodeContent } from '../../src/judge/reading.ts';
import { accepted, faultsIn, jsonIn, show, type Action } from '../support/answers.ts';
import { isImpossibleTime } from '../support/times.ts';
import { newActionChecks } from './new-action.ts';
import { textChecks } from './text.ts';

const json = exchangeCheck({
  id: 'body.json',
  pass: 'every success carries one JSON object',
  none: { verdict: 'unproven', reason: 'no call was accepted' },
  judge(exchange, { contract }) {
    const success = accepted(exchange, contract);
    if (!success) return undefined;
    if (success.action) return holds;
    const content = decodeContent(success.answer.headers, success.answer.body);
    if (content.fault === 'unknown') return unknown(`its content coding ${content.coding} is not known here`);
    const parsed = jsonIn(success.answer);
    return broken('one JSON object', parsed.ok ? show(parsed.value) : parsed.why);
  },
});

const TIMES = [
  'creationDateTimeUtc',
  'lastUpdateDateTimeUtc',
  'lastUpdateTimeUtc',
  'cancellationDateTimeUtc',
];

/** One requirement for each part of the body, so that a fail names what is wrong; together they are the whole schema. */
const PARTS: readonly {
  id: string;
  paths: readonly string[];
  pass: string;
  /** What no keyword of a schema says. */
  more?(action: Action): Opinion;
}[] = [
  { id: 'body.id', paths: ['/id'], pass: 'every action has an id of the documented form' },
  { id: 'body.type', paths: ['/type'], pass: 'every action has the type of this operation' },
  { id: 'body.status', paths: ['/status'], pass: 'every action has a documented status' },
  {
    id: 'body.times',
    paths: TIMES.map((name) => `/${name}`),
    pass: 'every time has the documented form',
    more(action) {
      const wrong = TIMES.map((name) => action[name]).find(isImpossibleTime);
      return wrong === undefined ? undefined : broken('a time that there is', show(wrong));
    },
  },
  {
    id: 'body.file',
    paths: ['/relatedFileInfo'],
    pass: 'every action says which file by which kind of hash',
  },
  {
    id: 'body.schema',
    paths: [],
    pass: 'every action has the documented properties with the documented types',
  },
];

const claimed = PARTS.flatMap((part) => part.paths);
/** Where a fault belongs: a missing property to its own place. */
function placeOf(fault: SchemaFault): string {
  const missing = fault.keyword === 'required' ? /'([^']+)'/.exec(fault.message)?.[1] : undefined;
  return missing === undefined ? fault.path : `${fault.path}/${missing}`;
}

const within = (path: string, root: string) => path === root || path.startsWith(`${root}/`);

function partCheck(part: (typeof PARTS)[number]): Check {
  const mine = (fault: SchemaFault) =>
    part.paths.length > 0
      ? part.paths.some((root) => within(placeOf(fault), root))
      : !claimed.some((root) => within(placeOf(fault), root));
  return exchangeCheck({
    id: part.id,
    pass: part.pass,
    none: { verdict: 'unproven', reason: 'no call was accepted with a JSON object' },
    judge(exchange, { contract }) {
      const action = accepted(exchange, contract)?.action;
      if (!action) return undefined;
      const fault = faultsIn(action, contract).find(mine);
      if (!fault) return part.more?.(action) ?? holds;
      return broken(
        `${placeOf(fault) || 'the action'} to keep ${fault.keyword}`,
        `${show(valueAt(action, fault.path))}: ${fault.message}`,
      );
    },
  });
}

/** Captures have up to seven digits of a second: ticks of 100 ns, which is what a client's clock type may hold. */
const precision = exchangeCheck({
  id: 'body.time-precision',
  pass: 'no time has more than seven digits of a second',
  none: { verdict: 'unproven', reason: 'no call was accepted with a time' },
  judge(exchange, { contract }) {
    const action = accepted(exchange, contract)?.action;
    const times = TIMES.map((name) => action?.[name]).filter((time) => typeof time === 'string');
    if (times.length === 0) return undefined;
    const long = times.find((time) => /\.\d{8,}/.test(time));
    return long === undefined ? holds : broken('at most seven digits of a second', show(long));
  },
});

export const checks = [json, precision, ...PARTS.map(partCheck), ...textChecks, ...newActionChecks];

function valueAt(action: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      action,
    );
}

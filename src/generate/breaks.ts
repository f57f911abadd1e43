import * as fc from 'fast-check';
import { JSON_TYPES, allowedTypes, without } from './alternatives.ts';
import type { Build } from './builder.ts';
import { alongWith, complements } from './complements.ts';
import { isObject } from './evaluate.ts';
import { formatOf } from './formats.ts';
import { attempt, choice } from './guard.ts';
import { nearMissesOfListed, PATTERN_NEAR_MISSES } from './near-misses.ts';
import { patternStrings } from './pattern-strings.ts';
import type { SchemaNode } from './schema-document.ts';

/** Values of one place that should break `rule` there, or in the member `member` that is missing. Some may not: the caller asks. */
type Break = { rule: string; member?: string; values: fc.Arbitrary<unknown>; weight: number };
/** Near misses find more than values that are far off. */
const NEAR = 5;

const absent = (name: string): SchemaNode => ({ type: 'object', properties: { [name]: false } });

/** All breaks of the rules that the nodes lay on one place itself (not on what is inside it). */
export function breaksOf(nodes: readonly SchemaNode[], build: Build): Break[] {
  const found: Break[] = [];
  /** Adds a break unless its values cannot be built: such a rule cannot be broken, or not while the others hold. */
  const add = (
    rule: string,
    make: () => fc.Arbitrary<unknown>,
    more: { member?: string; weight?: number } = {},
  ): void => {
    const values = attempt(make);
    if (values) found.push({ rule, values, weight: 1, ...more });
  };
  const dropping = (...keywords: string[]): SchemaNode[] => nodes.map((node) => without(node, keywords));
  const strings = (): fc.Arbitrary<string> => build([...nodes, { type: 'string' }]) as fc.Arbitrary<string>;
  const objects = (): fc.Arbitrary<Record<string, unknown>> =>
    build([...nodes, { type: 'object' }]) as fc.Arbitrary<Record<string, unknown>>;

  if (nodes.some(({ type }) => type !== undefined)) breakType();
  for (const node of nodes) {
    for (const keyword of Object.keys(node)) breakKeyword(keyword, node);
    for (const name of node.required ?? [])
      add('required', () => build([...nodes.map((other) => optional(other, name)), absent(name)]), {
        member: name,
      });
    for (const [name, wanted] of Object.entries(node.dependentRequired ?? {}))
      for (const member of wanted)
        add(
          'dependentRequired',
          () => build([...dropping('dependentRequired'), absent(member), { required: [name] }]),
          { member },
        );
  }
  return found;

  function breakType(): void {
    const allowed = allowedTypes(nodes);
    const others = JSON_TYPES.filter(
      (type) => !allowed.includes(type) && !(type === 'number' && allowed.includes('integer')),
    );
    // An `enum` or a `const` beside `type` cannot be kept: no listed value has another type.
    for (const gone of [['type'], ['type', 'enum', 'const']]) {
      const free = dropping(...gone);
      const other = (type: string): fc.Arbitrary<unknown>[] =>
        attempt(() => [build([...free, { type }])]) ?? [];
      const arms = [...others.flatMap(other), ...nearTypes()].map((arbitrary) => ({ arbitrary, weight: 1 }));
      add('type', () => choice(arms, 'values of another type'));
      if (allowed.includes('integer'))
        add('type', () => build([...free, { type: 'number', not: { type: 'integer' } }]));
    }
  }

  /** The valid value wrapped in a list, or as text: what a lenient parser takes for the value itself. */
  function nearTypes(): fc.Arbitrary<unknown>[] {
    const valid = attempt(() => build(nodes));
    return valid ? [valid.map((value) => [value]), valid.map((value) => JSON.stringify(value))] : [];
  }

  function breakKeyword(keyword: string, node: SchemaNode): void {
    const listed = keyword === 'const' ? [node.const] : keyword === 'enum' ? (node.enum ?? []) : null;
    const free = dropping(keyword);
    if (listed !== null) {
      add(keyword, () => fc.constantFrom(...nearMissesOfListed(listed)), { weight: NEAR });
      add(keyword, () => build([...free, { not: { enum: listed } }]));
    } else if (keyword === 'pattern' && node.pattern !== undefined) {
      const misses = (): fc.Arbitrary<string> =>
        fc
          .tuple(fc.constantFrom(...PATTERN_NEAR_MISSES), strings(), fc.nat(1000))
          .map(([change, valid, at]) => change(valid, at % Math.max(1, valid.length)));
      add(keyword, misses, { weight: NEAR });
      const { pattern } = node;
      add(keyword, () => build([...free, { type: 'string', not: { pattern } }]));
    } else if (keyword === 'format' && node.format !== undefined) {
      const { format } = node;
      const misses = (): fc.Arbitrary<string> =>
        fc
          .tuple(fc.constantFrom(...formatOf(format).nearMisses), strings())
          .map(([change, valid]) => change(valid));
      add(keyword, misses, { weight: NEAR });
      add(keyword, () => build([...free, { type: 'string', not: { format } }]));
    } else if (keyword === 'uniqueItems') {
      add(keyword, () =>
        (build([...nodes, { type: 'array', minItems: 1 }]) as fc.Arbitrary<unknown[]>).chain((items) =>
          fc.constantFrom(
            [...items, items[0]],
            [items[0], ...items.slice(0, -1)],
            [items[0], items[0], ...items.slice(2)],
          ),
        ),
      );
    } else if (keyword === 'propertyNames' && node.propertyNames !== undefined) {
      const { propertyNames } = node;
      add(keyword, () =>
        build([...free, { type: 'object', minProperties: 1, propertyNames: { not: propertyNames } }]),
      );
      add(keyword, () => withMember(build([{ type: 'string', not: propertyNames }]) as fc.Arbitrary<string>));
    } else if (keyword === 'additionalProperties' && node.additionalProperties === false) {
      add(keyword, () => withMember(undeclared(node)));
    } else if (keyword === 'patternProperties') {
      for (const [pattern, sub] of Object.entries(node.patternProperties ?? {}))
        if (sub === false) add(keyword, () => withMember(patternStrings(pattern, { min: 0 }).strings));
    } else if (keyword === 'properties') {
      for (const [member, sub] of Object.entries(node.properties ?? {}))
        if (sub === false)
          add(
            keyword,
            () =>
              build([
                ...nodes.map((other) => permitting(other, member)),
                { type: 'object', required: [member] },
              ]),
            { member },
          );
    } else {
      for (const complement of complements(keyword, node) ?? [])
        add(keyword, () => build([...dropping(...alongWith(keyword)), complement]));
    }
  }

  /** Names that nobody declared, the nearest misses of the declared ones among them. */
  function undeclared(node: SchemaNode): fc.Arbitrary<string> {
    const declared = Object.keys(node.properties ?? {});
    const near = declared.flatMap((name) => [name.toLowerCase(), name.toUpperCase(), `${name} `, `${name}2`]);
    return fc.constantFrom(
      'extra',
      ...near.filter((name) => !declared.includes(name)),
      '',
      '$type',
      'constructor',
    );
  }

  function withMember(names: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
    const value = fc.oneof({ withCrossShrink: true }, fc.constant(null), fc.integer(), fc.string());
    return fc.tuple(objects(), names, value).map(([object, name, item]) => ({ ...object, [name]: item }));
  }
}

const optional = (node: SchemaNode, name: string): SchemaNode =>
  node.required ? { ...node, required: node.required.filter((other) => other !== name) } : node;

const permitting = (node: SchemaNode, name: string): SchemaNode =>
  isObject(node.properties) ? { ...node, properties: { ...node.properties, [name]: true } } : node;

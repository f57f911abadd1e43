import * as fc from 'fast-check';
import type { Alternative } from './alternatives.ts';
import { allowedTypes, alternatives } from './alternatives.ts';
import { arrays } from './arrays.ts';
import { satisfies } from './evaluate.ts';
import { formatOf } from './formats.ts';
import { attempt, choice, guarded, Unsatisfiable } from './guard.ts';
import { numbers } from './numbers.ts';
import { objects } from './objects.ts';
import { patternStrings } from './pattern-strings.ts';
import type { Schema, SchemaDocument, SchemaNode } from './schema-document.ts';
import type { Lengths } from './text.ts';
import { memberNames, text } from './text.ts';

export type GenerateOptions = {
  /** No string, and no member name, holds U+0000, which some stores and parsers refuse. Default false. */
  excludeNul?: boolean;
  /**
   * Objects with declared properties also get undeclared ones where the schema says nothing of them. Default false: they
   * come only where `additionalProperties` or `patternProperties` allows them in so many words, or nothing is declared.
   */
  extraProperties?: boolean;
};

/** The member or item that must be there, and its values: how one place below a schema is made to hold what breaks a rule. */
export type Forced = { step: string | number; arbitrary: fc.Arbitrary<unknown> };
/** Values that satisfy all the schemas at once. With `forced` only the rest of the value does. Throws `Unsatisfiable`. */
export type Build = (schemas: readonly Schema[], forced?: Forced) => fc.Arbitrary<unknown>;
export type Arm = { arbitrary: fc.Arbitrary<unknown>; exact: boolean };

/** How often a recursive schema is entered again on one path; then optional members and items of it are left out. */
const MOST_NESTED = 3;

/** The `Build` of one document. What it has built it keeps, so that schemas used in many places cost once. */
export function createBuilder(document: SchemaDocument, options: GenerateOptions): Build {
  const excludeNul = options.excludeNul ?? false;
  const ids = new Map<Schema, number>();
  const built = new Map<string, fc.Arbitrary<unknown>>();
  const open = new Map<string, number>();
  /** Counts schemas that were met again inside themselves: what was built meanwhile depends on the depth. */
  let recursions = 0;

  function keyOf(schemas: readonly Schema[]): string {
    const id = (schema: Schema): number => {
      const itself = document.referent(schema);
      if (!ids.has(itself)) ids.set(itself, ids.size);
      return ids.get(itself) ?? -1;
    };
    return [...new Set(schemas.filter((schema) => schema !== true).map(id))]
      .toSorted((a, b) => a - b)
      .join(' ');
  }

  function build(schemas: readonly Schema[], forced?: Forced): fc.Arbitrary<unknown> {
    if (forced) return choice(arms(schemas, forced), where(schemas));
    const key = keyOf(schemas);
    const ready = built.get(key);
    if (ready) return ready;
    const nested = open.get(key) ?? 0;
    if (nested > 0) recursions += 1;
    if (nested >= MOST_NESTED) throw new Unsatisfiable(`${where(schemas)} never ends.`);
    const before = recursions;
    open.set(key, nested + 1);
    try {
      const arbitrary = choice(arms(schemas), where(schemas));
      if (recursions === before) built.set(key, arbitrary);
      return arbitrary;
    } finally {
      open.set(key, nested);
    }
  }

  function where(schemas: readonly Schema[]): string {
    return `the schema at ${schemas.map(document.describe).join(' with ') || '#'}`;
  }

  function arms(
    schemas: readonly Schema[],
    forced?: Forced,
  ): { arbitrary: fc.Arbitrary<unknown>; weight: number }[] {
    return alternatives(document, schemas).flatMap((alternative) => {
      const arbitrary = attempt(() => one(alternative, schemas, forced));
      return arbitrary ? [{ arbitrary, weight: 1 }] : [];
    });
  }

  function one(
    { nodes, exact }: Alternative,
    schemas: readonly Schema[],
    forced?: Forced,
  ): fc.Arbitrary<unknown> {
    const arbitrary = forced
      ? ofType(typeof forced.step === 'number' ? 'array' : 'object', nodes, forced)
      : ofNodes(nodes);
    if (exact || forced) return arbitrary;
    return guarded(
      arbitrary,
      (value) => schemas.every((schema) => satisfies(document, schema, value)),
      where(schemas),
    );
  }

  function ofNodes(nodes: readonly SchemaNode[]): fc.Arbitrary<unknown> {
    const listed = nodes.flatMap((node) =>
      'const' in node ? [[node.const]] : node.enum ? [node.enum] : [],
    )[0];
    if (listed === undefined) {
      const typed = allowedTypes(nodes).flatMap((type) => {
        const arbitrary = attempt(() => ofType(type, nodes));
        return arbitrary ? [{ arbitrary, weight: type === 'null' ? 1 : 4 }] : [];
      });
      return choice(typed, where(nodes));
    }
    const members = listed.filter((value) => nodes.every((node) => satisfies(document, node, value)));
    if (members.length === 0) throw new Unsatisfiable(`No listed value satisfies ${where(nodes)}.`);
    return fc.constantFrom(...members);
  }

  function ofType(type: string, nodes: readonly SchemaNode[], forced?: Forced): fc.Arbitrary<unknown> {
    if (forced && !allowedTypes(nodes).includes(type))
      throw new Unsatisfiable(`${where(nodes)} allows no ${type}.`);
    const { arbitrary, exact } = arm(type, nodes, forced);
    if (exact || forced) return arbitrary;
    return guarded(
      arbitrary,
      (value) => nodes.every((node) => satisfies(document, node, value)),
      where(nodes),
    );
  }

  function arm(type: string, nodes: readonly SchemaNode[], forced?: Forced): Arm {
    if (type === 'null') return { arbitrary: fc.constant(null), exact: true };
    if (type === 'boolean') return { arbitrary: fc.boolean(), exact: true };
    if (type === 'number' || type === 'integer') return numbers(nodes, type === 'integer');
    if (type === 'string') return strings(nodes);
    if (type === 'array') return nodes.length === 0 ? anything(type) : arrays(nodes, build, forced);
    const extra = options.extraProperties ?? false;
    return nodes.length === 0
      ? anything(type)
      : objects(nodes, { document, build, extra, names: memberNames(excludeNul) }, forced);
  }

  function strings(nodes: readonly SchemaNode[]): Arm {
    const most = Math.min(...nodes.map((node) => node.maxLength ?? Infinity));
    const min = Math.max(0, ...nodes.map((node) => node.minLength ?? 0));
    if (most < min) throw new Unsatisfiable(`No length is allowed by ${where(nodes)}.`);
    const lengths: Lengths = most === Infinity ? { min } : { min, max: most };
    const patterns = [...new Set(nodes.flatMap(({ pattern }) => pattern ?? []))];
    const formats = [...new Set(nodes.flatMap(({ format }) => format ?? []))];
    if (formats[0] !== undefined)
      return {
        arbitrary: formatOf(formats[0]).values,
        exact: formats.length + patterns.length === 1 && min === 0 && most === Infinity,
      };
    if (patterns[0] === undefined) return { arbitrary: text(lengths, excludeNul), exact: true };
    const { strings: matching, exact } = patternStrings(patterns[0], lengths);
    const arbitrary = excludeNul
      ? guarded(matching, (value) => !value.includes('\u0000'), where(nodes))
      : matching;
    return { arbitrary, exact: patterns.length === 1 && (exact || (min === 0 && most === Infinity)) };
  }

  /** Small arrays or objects of anything, two levels deep. */
  function anything(type: string): Arm {
    const scalar = fc.oneof(
      { withCrossShrink: true },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      text({ min: 0 }, excludeNul),
    );
    const within = (item: fc.Arbitrary<unknown>, kind: string): fc.Arbitrary<unknown> =>
      kind === 'array'
        ? fc.array(item, { maxLength: 3 })
        : fc.array(fc.tuple(memberNames(excludeNul), item), { maxLength: 3 }).map(Object.fromEntries);
    const inner = fc.oneof(
      { withCrossShrink: true },
      { arbitrary: scalar, weight: 6 },
      { arbitrary: within(scalar, 'array'), weight: 1 },
      { arbitrary: within(scalar, 'object'), weight: 1 },
    );
    return { arbitrary: within(inner, type), exact: true };
  }

  return build;
}

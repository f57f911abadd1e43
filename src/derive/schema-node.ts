import type { JsonSchema } from '../contract/contract.ts';
import type { Fact, Facts } from '../contract/facts.ts';

/** A keyword's value and where it comes from: `<profile>:<line>`, `capture:<name>`, `page:<name>` or `rfcNNNN#section`. */
export type Sourced = { value: unknown; source: readonly string[] };

export function from(value: unknown, ...source: (string | readonly string[])[]): Sourced {
  return { value, source: [...new Set(source.flat())] };
}

/**
 * A schema node whose every keyword names its source. `properties` is a container: its members have sources of their own.
 * @throws Error for a keyword without a source, which is a mistake in this program.
 */
export function node(
  keywords: Record<string, Sourced | undefined>,
  properties?: Record<string, JsonSchema | undefined>,
): JsonSchema {
  const schema: JsonSchema = {};
  const sources: Record<string, readonly string[]> = {};
  for (const [keyword, sourced] of Object.entries(keywords)) {
    if (sourced === undefined) continue;
    if (sourced.source.length === 0) throw new Error(`the keyword ${keyword} has no source`);
    schema[keyword] = sourced.value;
    sources[keyword] = sourced.source;
  }
  if (properties)
    schema['properties'] = Object.fromEntries(Object.entries(properties).filter(([, value]) => value));
  if (Object.keys(sources).length > 0) schema['x-source'] = sources;
  return schema;
}

/** What one or several documents say, as the schemas are built from it. */
export type View = {
  value(id: string): Fact['value'] | undefined;
  /** The sources of these facts, in this order; those that are not said give none. */
  at(...ids: string[]): string[];
  /** Facts whose id matches, in the order in which they are said, with the first group of the match as `name`. */
  all(pattern: RegExp): { name: string; value: Fact['value']; source: string[] }[];
};

/** Of several documents the first that says something is taken; the others are named as sources where they say the same. */
export function viewOf(...documents: Facts[]): View {
  const facts = new Map<string, { value: Fact['value']; source: string[] }>();
  for (const { profile, facts: said } of documents)
    for (const { id, value, line } of said) {
      const known = facts.get(id);
      if (!known) facts.set(id, { value, source: [`${profile}:${line}`] });
      else if (known.value === value) known.source.push(`${profile}:${line}`);
    }
  return {
    value: (id) => facts.get(id)?.value,
    at: (...ids) => [...new Set(ids.flatMap((id) => facts.get(id)?.source ?? []))],
    all: (pattern) =>
      [...facts].flatMap(([id, { value, source }]) => {
        const match = pattern.exec(id);
        return match ? [{ name: match[1] ?? '', value, source }] : [];
      }),
  };
}

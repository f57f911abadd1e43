import type { JsonSchema } from '../contract/contract.ts';
import { from, node, type View } from './schema-node.ts';

/** A permission that a document names, and where. */
export type Permission = { name: string; source: readonly string[] };

/** The permissions of one kind, in the order in which they are named. */
export function permissionsOf(view: View, kind: 'application' | 'delegated'): Permission[] {
  return view.all(new RegExp(`^permissions\\.${kind}\\.(.+)$`));
}

/**
 * What a token must hold: of each list one application permission, or one delegated permission. Undefined where the
 * documents name none.
 */
export function tokenSchema(
  application: Permission[][],
  delegated: Permission[],
  view: View,
  ...more: string[]
): JsonSchema | undefined {
  const rule = view.at('permissions.rule');
  const all = view.value('permissions.rule') === 'all of';
  const listsOf = (lists: Permission[][]) =>
    lists.flatMap((list) => (all ? list.map((one) => [one]) : [list])).filter((list) => list.length > 0);
  const branches = (
    [
      ['application', listsOf(application)],
      ['delegated', listsOf([delegated])],
    ] as const
  ).filter(([, lists]) => lists.length > 0);
  if (branches.length === 0) return undefined;
  const sources = (lists: Permission[][]) => [
    ...lists.flat().flatMap(({ source }) => source),
    ...rule,
    ...more,
  ];
  const branch = (kind: string, lists: Permission[][]) =>
    node(
      { required: from([kind], sources(lists)) },
      {
        [kind]: node({
          type: from('array', sources(lists)),
          allOf: from(
            lists.map((list) => holdsOne(list, sources([list]))),
            sources(lists),
          ),
        }),
      },
    );
  const every = sources(branches.flatMap(([, lists]) => lists));
  return node({
    type: from('object', every),
    anyOf: from(
      branches.map(([kind, lists]) => branch(kind, lists)),
      every,
    ),
  });
}

function holdsOne(list: Permission[], source: readonly string[]): JsonSchema {
  return node({
    contains: from(
      node({
        enum: from(
          list.map(({ name }) => name),
          source,
        ),
      }),
      source,
    ),
  });
}

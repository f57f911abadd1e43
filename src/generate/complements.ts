import type { Schema, SchemaNode } from './schema-document.ts';

/** Schemas whose values break one keyword of a node, where they satisfy the rest. Null: not this way. */
export function complements(keyword: string, node: SchemaNode): Schema[] | null {
  const {
    minLength = 0,
    maxLength = 0,
    minItems = 0,
    maxItems = 0,
    minProperties = 0,
    maxProperties = 0,
  } = node;
  const { maxContains = 0, contains = true, oneOf = [], anyOf = [] } = node;
  const pairs = oneOf.flatMap((left, i) => oneOf.slice(i + 1).map((right) => ({ allOf: [left, right] })));
  switch (keyword) {
    case 'minLength':
      return [{ type: 'string', maxLength: minLength - 1 }];
    case 'maxLength':
      return [
        { type: 'string', minLength: maxLength + 1, maxLength: maxLength + 20 },
        { type: 'string', minLength: 2 * maxLength + 1 },
      ];
    case 'minimum':
      return [{ type: 'number', exclusiveMaximum: node.minimum ?? 0 }];
    case 'maximum':
      return [{ type: 'number', exclusiveMinimum: node.maximum ?? 0 }];
    case 'exclusiveMinimum':
      return [{ type: 'number', maximum: node.exclusiveMinimum ?? 0 }];
    case 'exclusiveMaximum':
      return [{ type: 'number', minimum: node.exclusiveMaximum ?? 0 }];
    case 'multipleOf':
      return [{ type: 'number', not: { multipleOf: node.multipleOf ?? 1 } }];
    case 'minItems':
      return [{ type: 'array', maxItems: minItems - 1 }];
    case 'maxItems':
      return [{ type: 'array', minItems: maxItems + 1 }];
    case 'contains':
      return [
        { type: 'array', items: { not: contains } },
        { type: 'array', not: { contains, minContains: node.minContains ?? 1 } },
      ];
    case 'maxContains':
      return [{ type: 'array', contains, minContains: maxContains + 1 }];
    case 'minProperties':
      return [{ type: 'object', maxProperties: minProperties - 1 }];
    case 'maxProperties':
      return [{ type: 'object', minProperties: maxProperties + 1 }];
    case 'dependentSchemas':
      return Object.entries(node.dependentSchemas ?? {}).map(([name, sub]) => ({
        type: 'object',
        required: [name],
        not: sub,
      }));
    case 'anyOf':
      return [{ allOf: anyOf.map((branch) => ({ not: branch })) }];
    case 'oneOf':
      return [{ allOf: oneOf.map((branch) => ({ not: branch })) }, ...pairs];
    case 'not':
      return [node.not ?? true];
    case 'then':
      return [{ allOf: [node.if ?? true, { not: node.then ?? true }] }];
    case 'else':
      return [{ allOf: [{ not: node.if ?? true }, { not: node.else ?? true }] }];
    case 'items':
      return node.items === false ? [{ type: 'array', minItems: (node.prefixItems?.length ?? 0) + 1 }] : [];
    default:
      return null;
  }
}

/** `if`, `then` and `else` stand and fall together; so do `contains` and its counts. */
export function alongWith(keyword: string): string[] {
  if (keyword === 'then' || keyword === 'else') return ['if', 'then', 'else'];
  return keyword === 'contains' || keyword === 'maxContains'
    ? ['contains', 'minContains', 'maxContains']
    : [keyword];
}

import type { JsonSchema } from '../contract/contract.ts';
import { TABLE_TYPES } from './extract-request.ts';
import { from, node, type Sourced, type View } from './schema-node.ts';
import { permissionsOf, tokenSchema } from './schema-token.ts';

/** Hexadecimal digits of a hash, in either case. */
const HASH_PATTERNS: Record<string, { pattern: string; rfc: string }> = {
  SHA1: { pattern: '^[0-9A-Fa-f]{40}$', rfc: 'rfc3174#1' },
  SHA256: { pattern: '^[0-9A-Fa-f]{64}$', rfc: 'rfc6234#1' },
};

/** What a profile may say beyond its documents. */
export type RequestOverrides = { origins?: Sourced; pathPattern?: Sourced; token?: JsonSchema };

/**
 * The schema of a call as `{ origin, method, path, headers, body, token }`: the path without a query, header names in lower
 * case, `token` as `{ application: [names] }` or `{ delegated: [names] }`, the permissions that it holds.
 */
export function requestSchema(view: View, overrides: RequestOverrides = {}): JsonSchema {
  const origin = overrides.origins ?? originsOf(view);
  const path = view.at('operation.path');
  const template = String(view.value('operation.path'));
  const headers = headersSchema(view);
  const body = bodySchema(view);
  return node(
    {
      type: from('object', 'rfc9110#9'),
      required: from(['method', 'path', 'headers', 'body'], view.at('operation.method', 'request.body.type')),
    },
    {
      origin: origin && node({ enum: origin }),
      method: node({ const: from(view.value('operation.method'), view.at('operation.method')) }),
      path: node({
        type: from('string', 'rfc9110#4.1'),
        pattern: overrides.pathPattern ?? from(pathPattern(template), path),
        'x-template': from(template, path),
      }),
      headers,
      body,
      token:
        overrides.token ??
        tokenSchema([permissionsOf(view, 'application')], permissionsOf(view, 'delegated'), view),
    },
  );
}

function originsOf(view: View): Sourced | undefined {
  const id = view.value('operation.host') === undefined ? 'example.request.host' : 'operation.host';
  return view.value(id) === undefined ? undefined : from([view.value(id)], view.at(id));
}

/** `{id}` stands for one segment. */
export function pathPattern(template: string): string {
  return `^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace('{id}', '[^/]+')}$`;
}

function headersSchema(view: View): JsonSchema {
  const listed = view.all(/^request\.header\.(.+)\.value$/).map(({ name, value, source }) => ({
    name,
    value: String(value),
    source,
    required: view.value(`request.header.${name}.required`) === true,
  }));
  const headers = listed.length > 0 ? listed : headersOfExample(view);
  const required = headers.filter((header) => header.required);
  return node(
    {
      type: from('object', 'rfc9110#6.3'),
      required:
        required.length === 0
          ? undefined
          : from(
              required.map(({ name }) => name.toLowerCase()),
              ...required.map(({ source }) => source),
            ),
    },
    Object.fromEntries(
      headers.map(({ name, value, source }) => [name.toLowerCase(), headerSchema(name, value, source)]),
    ),
  );
}

/** A summary has no table of headers. Its example shows some, and its security scheme needs Authorization. */
function headersOfExample(view: View) {
  return view.all(/^example\.request\.header\.(.+)$/).map(({ name, value, source }) => {
    const required = name === 'Authorization' && view.value('security.scheme') === 'OAuth2';
    return {
      name,
      value: String(value),
      required,
      source: required ? [...view.at('security.scheme'), ...source] : source,
    };
  });
}

/** A header's value as the document shows it, with the freedom that the RFCs give: letter case, parameters. */
export function headerSchema(name: string, value: string, source: readonly string[]): JsonSchema {
  const scheme = /^(\w+) \{token\}$/.exec(value)?.[1];
  const pattern =
    scheme === undefined
      ? from(`^${ignoringCase(value)}\\s*(;.*)?$`, source, 'rfc9110#8.3.1')
      : from(`^${ignoringCase(scheme)} +[A-Za-z0-9._~+/-]+=*$`, source, 'rfc6750#2.1', 'rfc9110#11.1');
  return node({
    type: from('string', 'rfc9110#5.5'),
    pattern,
    'x-name': from(name, source),
    'x-value': from(value, source),
  });
}

function ignoringCase(text: string): string {
  return text
    .replace(/[.*+?^$()|[\]\\{}]/g, '\\$&')
    .replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}

/** The JSON body. Where table and example name the hash differently, either name will do. */
function bodySchema(view: View): JsonSchema {
  const properties = view.all(/^request\.body\.([^.]+)\.type$/).map(({ name, value, source }) => {
    const twin = view
      .all(/^example\.request\.body\.([^.]+)$/)
      .find((shown) => shown.name !== name && shown.name.toLowerCase() === name.toLowerCase());
    return { name, type: TABLE_TYPES[String(value).toLowerCase()], source, twin };
  });
  const required = properties.filter(({ name }) => view.value(`request.body.${name}.required`) === true);
  const alone = required.filter(({ twin }) => !twin).map(({ name }) => name);
  const [doubled] = required.filter(({ twin }) => twin);
  const requires = (name: string, source: readonly string[]) => node({ required: from([name], source) });
  return node(
    {
      type: from('object', view.at('request.body.type')),
      required:
        alone.length === 0
          ? undefined
          : from(alone, view.at(...alone.map((name) => `request.body.${name}.required`))),
      anyOf:
        doubled?.twin &&
        from(
          [requires(doubled.name, doubled.source), requires(doubled.twin.name, doubled.twin.source)],
          doubled.source,
          doubled.twin.source,
        ),
    },
    Object.fromEntries(
      properties.flatMap(({ name, type, source, twin }) => [
        [name, propertySchema(name, type, source, view)],
        ...(twin
          ? [[twin.name, propertySchema(twin.name, type, [...source, ...twin.source], view)] as const]
          : []),
      ]),
    ),
  );
}

function propertySchema(
  name: string,
  type: string | undefined,
  source: readonly string[],
  view: View,
): JsonSchema {
  const isHash = /^sha1$/i.test(name);
  const form = HASH_PATTERNS[String(view.value('request.body.hash'))];
  return node({
    type: from(type, source),
    pattern: isHash && form ? from(form.pattern, view.at('request.body.hash'), form.rfc) : undefined,
    'x-hash': isHash ? from('SHA1', source) : undefined,
  });
}

import type { JsonSchema } from '../contract/contract.ts';
import { headerSchema } from './schema-request.ts';
import { from, node, type View } from './schema-node.ts';

/**
 * UTC, as examples and captures show it. They have up to seven digits of a second; no document says that there are no more, and
 * OData has up to twelve.
 */
export const DATE_TIME =
  '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,12})?Z$';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const WINDOW_MS = { minute: 60_000, hour: 3_600_000 };

/** The schema of a success as `{ status, headers, body }`, header names in lower case. */
export function responseSchema(
  view: View,
  body = bodySchema(view),
  headers = headersSchema(view),
): JsonSchema {
  const status = view.at('response.status');
  const shown = view.at('response.header.Content-Type.value');
  const required = headers?.['required'] === undefined ? ['status', 'body'] : ['status', 'headers', 'body'];
  return node(
    {
      type: from('object', 'rfc9110#15'),
      required: from(required, status, required.includes('headers') ? shown : []),
    },
    { status: node({ const: from(view.value('response.status'), status) }), headers, body },
  );
}

/** Headers of the example response: shown, so they are sent. */
function headersSchema(view: View): JsonSchema | undefined {
  const shown = view.all(/^response\.header\.(.+)\.value$/);
  if (shown.length === 0) return undefined;
  return node(
    {
      type: from('object', 'rfc9110#6.3'),
      required: from(
        shown.map(({ name }) => name.toLowerCase()),
        ...shown.map(({ source }) => source),
      ),
    },
    Object.fromEntries(
      shown.map(({ name, value, source }) => [name.toLowerCase(), headerSchema(name, String(value), source)]),
    ),
  );
}

/** What the template or example shows; where there is neither, any object. */
function bodySchema(view: View): JsonSchema {
  const shown = view.all(/^response\.body\.(.+)\.type$/);
  if (shown.length === 0) return node({ type: from('object', view.at('response.class')) });
  const objects = shown.filter(({ value }) => value === 'object').map(({ name }) => name);
  const parentOf = (name: string) => objects.findLast((object) => name.startsWith(`${object}.`)) ?? '';
  const objectSchema = (parent: string, source: readonly string[]): JsonSchema => {
    const members = shown.filter(({ name }) => parentOf(name) === parent && name !== parent);
    // Names such as @odata.context are OData's control information, which a request may switch off.
    const required = members.filter(({ name }) => !name.startsWith('@'));
    return node(
      {
        type: from('object', source.length > 0 ? source : members.flatMap((member) => member.source)),
        required:
          required.length === 0
            ? undefined
            : from(
                required.map(({ name }) => shortName(name, parent)),
                ...required.map((member) => member.source),
                parent === '' ? view.at('response.body.complete') : [],
              ),
      },
      Object.fromEntries(
        members.map(({ name, value, source: line }) => [
          shortName(name, parent),
          value === 'object'
            ? objectSchema(name, line)
            : valueSchema(name, String(value), view.value(`response.body.${name}.example`), line),
        ]),
      ),
    );
  };
  return objectSchema('', view.at('response.class'));
}

function shortName(name: string, parent: string): string {
  return parent === '' ? name : name.slice(parent.length + 1);
}

/** The type, and the form that the example supports. Null is shown for what has no value yet and says nothing of the type. */
function valueSchema(name: string, type: string, example: unknown, source: readonly string[]): JsonSchema {
  if (name === 'type' && typeof example === 'string') return node({ const: from(example, source) });
  const text = typeof example === 'string' ? example : '';
  return node({
    type: type === 'null' ? undefined : from(type, source),
    format: name === 'id' && UUID.test(text) ? from('uuid', source) : undefined,
    pattern: new RegExp(DATE_TIME).test(text) ? from(DATE_TIME, source) : undefined,
  });
}

/** The schema of an error as `{ status, body }`; `x-none` where the profile lists no error. */
export function errorSchema(
  view: View,
  body?: JsonSchema,
  ...more: { status: number; source: string }[]
): JsonSchema {
  const listed = view.all(/^errors\.status\.(\d+)$/);
  const statuses = new Set([...listed.map(({ name }) => Number(name)), ...more.map(({ status }) => status)]);
  if (statuses.size === 0) return { 'x-none': true };
  const source = [...listed.flatMap((one) => one.source), ...more.map((one) => one.source)];
  return node(
    { type: from('object', 'rfc9110#15'), required: from(body ? ['status', 'body'] : ['status'], source) },
    {
      status: node({
        enum: from(
          [...statuses].sort((a, b) => a - b),
          source,
        ),
      }),
      body,
    },
  );
}

/** The schema of the limits as `{ minute: { calls, windowMs }, hour: … }`; `x-none` where the profile states none. */
export function limitsSchema(view: View): JsonSchema {
  const limits = (['minute', 'hour'] as const).filter(
    (name) => view.value(`limits.${name}.calls`) !== undefined,
  );
  if (limits.length === 0) return { 'x-none': true };
  const source = view.at(...limits.map((name) => `limits.${name}.calls`));
  return node(
    { type: from('object', source), required: from(limits, source) },
    Object.fromEntries(
      limits.map((name) => {
        const line = view.at(`limits.${name}.calls`);
        const members = {
          calls: node({ const: from(view.value(`limits.${name}.calls`), line) }),
          windowMs: node({ const: from(WINDOW_MS[name], line) }),
        };
        return [
          name,
          node({ type: from('object', line), required: from(['calls', 'windowMs'], line) }, members),
        ];
      }),
    ),
  );
}

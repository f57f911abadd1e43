import { readJsonObject } from './json-lines.ts';
import { readMessages, splitTarget, type Message } from './http-messages.ts';
import { sayResponseBody } from './extract-response.ts';
import { blocksOf, joined, type Reading } from './reading.ts';
import { withoutProse, type Statements } from './statements.ts';

/** The messages under *Example*: one request, and a response where one is shown. */
export function readExample(reading: Reading, to: Statements, file: string): void {
  const sections = reading.sections.filter(
    ({ key, within }) => key === 'example' || within.includes('example'),
  );
  const [first] = sections;
  if (!first) return;
  for (const prose of sections.flatMap((section) => blocksOf(section, 'prose')))
    if (/^(?:Request|Response)$/.test(joined(prose).text)) to.use(prose.line);
  const lines = sections.flatMap((section) => blocksOf(section, 'fence')).flatMap((fence) => fence.lines);
  const messages = readMessages(lines, file);
  const [request, ...moreRequests] = messages.filter(({ kind }) => kind === 'request');
  const [response, ...moreResponses] = messages.filter(({ kind }) => kind === 'response');
  const extra = moreRequests[0] ?? moreResponses[0];
  if (!request) return to.fail(first.heading.line, 'an example without a request');
  if (extra) return to.fail(extra.line, `a second ${extra.kind} in the example: one is expected`);
  sayRequest(request, to, file);
  if (response) sayResponse(response, to, file);
}

function sayRequest(
  { method = '', target = '', line, headers, body }: Message,
  to: Statements,
  file: string,
): void {
  const { host, path } = splitTarget(target);
  to.say('example.request.method', method, line);
  if (host !== undefined) to.say('example.request.host', host, line);
  to.say('example.request.path', path, line);
  const template = String(to.find('operation.path')?.value ?? '').split('/');
  const machineId = path.split('/')[template.indexOf('{id}')];
  if (machineId !== undefined) to.say('example.request.machine-id', machineId, line);
  const action = path.split('/').at(-1) ?? '';
  if (action !== template.at(-1)) to.say('quirk.example-action', action, line);
  for (const header of headers) to.say(`example.request.header.${header.name}`, header.value, header.line);
  if (body.length === 0) return;
  const { properties, curlyQuotes } = readJsonObject(body, file);
  if (curlyQuotes !== null) to.say('quirk.curly-quotes', true, curlyQuotes);
  for (const property of properties)
    to.say(
      `example.request.body.${property.path.join('.')}`,
      shown(property.value, property.type),
      property.line,
    );
}

/** An example is what a page says of the response body, unless a template has said it already. */
function sayResponse({ status, line, headers, body, doubled }: Message, to: Statements, file: string): void {
  to.use(line);
  if (status !== undefined) to.say('example.response.status', status, line);
  if (doubled !== undefined) to.say('quirk.doubled-status-line', true, doubled);
  for (const header of headers) to.say(`response.header.${header.name}.value`, header.value, header.line);
  if (body.length === 0) return;
  const { properties } = readJsonObject(body, file);
  const hasTemplate = to.facts.some(({ id }) => /^response\.body\..+\.type$/.test(id));
  if (!hasTemplate) return sayResponseBody(properties, to);
  for (const property of properties)
    to.say(
      `example.response.body.${property.path.join('.')}`,
      shown(property.value, property.type),
      property.line,
    );
}

function shown(value: string | number | boolean | undefined, type: string): string | number | boolean {
  return typeof value === 'string' ? withoutProse(value) : (value ?? type);
}

import type { JsonSchema } from '../contract/contract.ts';
import type { Facts } from '../contract/facts.ts';
import { from, node, viewOf, type View } from './schema-node.ts';
import { headerSchema, pathPattern, requestSchema } from './schema-request.ts';
import { DATE_TIME, errorSchema, limitsSchema, responseSchema } from './schema-response.ts';
import { permissionsOf, tokenSchema } from './schema-token.ts';

/** The page that lists the properties, and captures of actions; `schemas/captures.json` says what each shows. */
const PAGE = 'page:machineaction';
const FULL = ['capture:package-2024-01', 'capture:actions-2024-10', 'capture:live-response-2023-03'];
const QUARANTINE_2020 = 'capture:quarantine-2020-03';
const QUARANTINE_2019 = 'capture:quarantine-2019-05';
/** Where a property is on the page and in every capture but the sample values of 2019. */
const USUAL = [PAGE, ...FULL, QUARANTINE_2020];
const ALL = [...USUAL, QUARANTINE_2019];
const ERRORS = 'page:common-errors';
const STATUSES = ['Pending', 'InProgress', 'Succeeded', 'Failed', 'TimeOut', 'Cancelled'];

/**
 * What holds today: the newest page, then the summary, corrected by what was captured of the service. A property that can be
 * null is never required, for a service may leave it out.
 */
export function currentSchemas(
  facts: Facts[],
): Record<'request' | 'response' | 'error' | 'limits', JsonSchema> {
  const document = (profile: Facts['profile']) => facts.filter((one) => one.profile === profile);
  const view = viewOf(...document('microsoft-2023'), ...document('summary-2021'));
  return {
    request: requestSchema(view, {
      origins: originsOf(view),
      pathPattern: pathOf(view),
      token: tokenOf(view),
    }),
    response: responseSchema(view, actionSchema(), responseHeaders(viewOf(...facts))),
    error: errorSchema(
      view,
      errorBody(),
      ...[400, 401, 403, 404, 429, 500].map((status) => ({ status, source: ERRORS })),
    ),
    limits: limitsSchema(view),
  };
}

/** The host of the page, the base that the list of APIs gives, and the older host, which still answers. */
function originsOf(view: View) {
  const documented = view.value('operation.host');
  const others = ['https://api.security.microsoft.com', 'https://api.securitycenter.windows.com'];
  return from(
    [...(documented === undefined ? [] : [documented]), ...others],
    view.at('operation.host'),
    'page:exposed-apis-list',
    'capture:live-response-2023-03',
  );
}

/** `/api/v1.0/…` is the same operation as `/api/…`. */
function pathOf(view: View) {
  const pattern = pathPattern(String(view.value('operation.path'))).replace('^/api/', '^/api/(v1\\.0/)?');
  return from(pattern, view.at('operation.path'), 'page:exposed-apis-list');
}

/** The page says "one of"; the service wants the permission to act and one to read machines. */
function tokenOf(view: View): JsonSchema | undefined {
  const application = permissionsOf(view, 'application');
  const reads = application.filter(({ name }) => /\.Read(?:Write)?\.All$/.test(name));
  const acts = application.filter((permission) => !reads.includes(permission));
  return tokenSchema([acts, reads], permissionsOf(view, 'delegated'), view, 'capture:permissions-2021-08');
}

function responseHeaders(view: View): JsonSchema {
  const value = String(view.value('response.header.Content-Type.value') ?? 'application/json');
  const source = [...view.at('response.header.Content-Type.value'), 'rfc8259#11'];
  return node(
    { type: from('object', 'rfc9110#6.3') },
    { 'content-type': headerSchema('Content-Type', value, source) },
  );
}

function actionSchema(): JsonSchema {
  const text = (...source: string[]) => node({ type: from('string', source) });
  const textOrNull = (...source: string[]) => node({ type: from(['string', 'null'], source) });
  const time = (...source: string[]) =>
    node({ type: from('string', source), pattern: from(DATE_TIME, FULL, QUARANTINE_2019) });
  const required = [
    'id',
    'type',
    'status',
    'machineId',
    'creationDateTimeUtc',
    'lastUpdateDateTimeUtc',
    'requestorComment',
  ];
  return node(
    {
      type: from('object', ALL),
      required: from([...required, 'relatedFileInfo'], FULL, QUARANTINE_2020, QUARANTINE_2019),
    },
    {
      '@odata.context': text(...FULL, QUARANTINE_2019),
      id: node({ type: from('string', PAGE), format: from('uuid', PAGE, FULL, QUARANTINE_2019) }),
      type: node({ const: from('StopAndQuarantineFile', PAGE, QUARANTINE_2020) }),
      title: textOrNull(PAGE, ...FULL),
      requestor: text(...USUAL),
      requestorComment: text(...USUAL),
      status: node({ enum: from(STATUSES, PAGE, 'page:connector', 'capture:property-names-2021-08') }),
      machineId: text(...ALL),
      computerDnsName: textOrNull(...ALL),
      creationDateTimeUtc: time(...ALL),
      lastUpdateDateTimeUtc: time(...ALL, 'capture:property-names-2021-08'),
      cancellationRequestor: textOrNull(...USUAL),
      cancellationComment: textOrNull(...USUAL),
      cancellationDateTimeUtc: node({
        type: from(['string', 'null'], USUAL),
        pattern: from(DATE_TIME, PAGE),
      }),
      errorHResult: node({ type: from('integer', FULL, QUARANTINE_2020, QUARANTINE_2019) }),
      scope: textOrNull(...USUAL),
      externalId: textOrNull(PAGE, ...FULL),
      requestSource: text(PAGE, ...FULL, QUARANTINE_2019),
      relatedFileInfo: fileInfoSchema(),
      commands: node({ type: from('array', USUAL) }),
    },
  );
}

function fileInfoSchema(): JsonSchema {
  const captured = [QUARANTINE_2020, QUARANTINE_2019];
  return node(
    {
      type: from('object', PAGE, captured),
      required: from(['fileIdentifier', 'fileIdentifierType'], captured),
    },
    {
      fileIdentifier: node({ type: from('string', PAGE, captured) }),
      fileIdentifierType: node({ const: from('Sha1', captured) }),
    },
  );
}

/** `target` is a correlation id and not always there. */
function errorBody(): JsonSchema {
  const seen = [
    ERRORS,
    'capture:unknown-hash',
    'capture:permissions-2021-08',
    'capture:unknown-machine-2023-10',
  ];
  const text = node({ type: from('string', seen) });
  const error = node(
    { type: from('object', seen), required: from(['code', 'message'], seen) },
    {
      code: text,
      message: text,
      target: node({ type: from('string', ERRORS, 'capture:unknown-machine-2023-10') }),
    },
  );
  return node({ type: from('object', seen), required: from(['error'], seen) }, { error });
}

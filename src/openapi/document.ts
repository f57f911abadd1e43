import type { Contract, ProfileId } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import { EXAMPLE_MACHINE, exampleCall } from './examples.ts';
import { bodySchemas, responsesOf } from './responses.ts';
import { securityOf } from './security.ts';

/** An OpenAPI 3.1 document, as data. */
export type OpenApi = {
  openapi: '3.1.0';
  info: Record<string, unknown>;
  servers: { url: string; description?: string }[];
  tags: { name: string; description: string }[];
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, Record<string, unknown>>>;
  components: { schemas: Record<string, Record<string, unknown>> } & Record<string, unknown>;
};

const TAG = 'Machine actions';

/** The operation as one profile knows it. What its lines do not say is not in it, but for what OpenAPI itself requires. */
export function openApiOf(profile: ProfileId): OpenApi {
  const contract = loadContract(profile);
  const security = securityOf(contract);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stop and quarantine file',
      summary: `One operation of Microsoft Defender for Endpoint, profile ${profile}`,
      description: `Made by \`cordon export openapi --profile ${profile}\`. Each keyword of a body names its source in \`x-source\`; what the profile does not say is left out.`,
      version: profile,
      license: { name: 'Terms of the Cordon project', identifier: 'LicenseRef-Cordon' },
    },
    servers: serversOf(contract),
    tags: [{ name: TAG, description: 'What is done to a machine' }],
    security: [{ [security.name]: security.scopes }],
    paths: { [contract.path]: { [contract.method.toLowerCase()]: operationOf(contract) } },
    components: {
      schemas: bodySchemas(contract),
      securitySchemes: { [security.name]: security.scheme },
    },
  };
}

/** OpenAPI takes a document without servers for one at `/`, and says so here for tools that want it said. */
function serversOf({ hosts }: Contract): OpenApi['servers'] {
  return hosts.length > 0
    ? hosts.map((url) => ({ url }))
    : [{ url: '/', description: 'The document names no host' }];
}

function operationOf(contract: Contract): Record<string, unknown> {
  const mediaType = contract.requestHeaders.find(({ name }) => name.toLowerCase() === 'content-type');
  return {
    operationId: 'stopAndQuarantineFile',
    summary: 'Stop a file that runs on a machine, and delete it',
    tags: [TAG],
    parameters: [
      {
        name: 'id',
        in: 'path',
        required: true,
        description: 'The machine',
        schema: { type: 'string' },
        example: EXAMPLE_MACHINE,
      },
    ],
    requestBody: {
      required: true,
      content: {
        [mediaType?.value ?? 'application/json']: {
          schema: { $ref: '#/components/schemas/StopAndQuarantineFile' },
          example: exampleCall(contract),
        },
      },
    },
    responses: responsesOf(contract),
    // OpenAPI has no place for headers that its security and media types stand for.
    'x-request-headers': contract.requestHeaders,
    ...(contract.limits.length === 0
      ? {}
      : {
          'x-rate-limits': contract.limits.map(({ name, calls, windowMs }) => ({
            name,
            calls,
            windowSeconds: windowMs / 1000,
            per: 'application and tenant',
          })),
        }),
  };
}

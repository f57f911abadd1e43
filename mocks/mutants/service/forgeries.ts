import {
  changingAnswer,
  errorInstead,
  fieldsOf,
  headerOf,
  isOperation,
  refusal,
  withHeaders,
} from './changes.ts';
import type { Change, ServiceMutant } from './mutant.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../../service/types.ts';

type Match = (authorization: string, request: ServiceRequest) => boolean;

/** Takes such Authorization headers for that of a valid token. */
const taking =
  (matches: Match): Change =>
  (service) => ({
    ...service,
    handle: (request) => {
      const authorization = headerOf(request, 'authorization');
      if (!isOperation(request) || authorization === undefined || !matches(authorization, request))
        return service.handle(request);
      const others = request.headers.filter(([name]) => name.toLowerCase() !== 'authorization');
      return service.handle({
        ...request,
        headers: [...others, ['Authorization', `Bearer ${service.token('valid')}`]],
      });
    },
  });

const tokenIn = (authorization: string) => /^bearer (\S+)$/i.exec(authorization)?.[1] ?? '';

function isUnsigned(authorization: string): boolean {
  const [head = ''] = tokenIn(authorization).split('.');
  return /"alg":"none"/.test(Buffer.from(head, 'base64url').toString('utf8'));
}

/** Answers calls without a token before it looks for one. */
const before =
  (matches: (request: ServiceRequest, service: Service) => boolean, status: number, code: string): Change =>
  (service, options) => ({
    ...service,
    handle: (request) =>
      isOperation(request) &&
      request.method === 'POST' &&
      headerOf(request, 'authorization') === undefined &&
      matches(request, service)
        ? refusal(options, status, code)
        : service.handle(request),
  });

const challenging = (edit: (challenge: string, request: ServiceRequest) => string): Change =>
  changingAnswer(401, (answer: ServiceResponse, request) =>
    withHeaders(answer, { 'WWW-Authenticate': edit(headerOf(answer, 'www-authenticate') ?? '', request) }),
  );

const challenge = (id: string, title: string, edit: (challenge: string) => string): ServiceMutant => ({
  id: `auth.${id}`,
  title,
  kills: ['auth.challenge-syntax'],
  change: challenging(edit),
});

/** Tokens that nobody issued, what is asked before a token is, and challenges that cannot be read. */
export const FORGERY_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'auth.any-signature',
    title: 'does not look at the signature of a token',
    kills: ['auth.forged'],
    change: (service, options) =>
      taking((authorization) => service.tokenUse(authorization) === 'unknown')(service, options),
  },
  {
    id: 'auth.unsigned',
    title: 'takes a token that says that it has no signature',
    kills: ['auth.forged'],
    change: taking(isUnsigned),
  },
  {
    id: 'auth.any-text',
    title: 'takes any text for a token',
    kills: ['auth.forged'],
    change: taking((authorization) => tokenIn(authorization) !== '' && !tokenIn(authorization).includes('.')),
  },
  {
    id: 'auth.forged-forbidden',
    title: 'answers 403 to a token with a wrong signature',
    kills: ['auth.forged'],
    change: (service, options) =>
      changingAnswer(401, (answer, request) =>
        service.tokenUse(headerOf(request, 'authorization')) === 'unknown'
          ? errorInstead(answer, 403, 'Forbidden')
          : answer,
      )(service, options),
  },
  {
    id: 'auth.basic',
    title: 'takes a name and a password',
    kills: ['auth.missing'],
    change: taking((authorization) => /^basic /i.test(authorization)),
  },
  {
    id: 'auth.empty',
    title: 'takes an empty Authorization header',
    kills: ['auth.missing'],
    change: taking((authorization) => authorization === ''),
  },
  {
    id: 'auth.one-application',
    title: 'knows one application alone',
    kills: ['auth.other-application'],
    change: (service, options) => ({
      ...service,
      handle: (request) =>
        isOperation(request) && service.tokenUse(headerOf(request, 'authorization')) === 'other-app'
          ? refusal(options, 403, 'Forbidden')
          : service.handle(request),
    }),
  },
  {
    id: 'auth.body-first',
    title: 'looks at the body before the token',
    kills: ['auth.first'],
    change: before((request) => fieldsOf(request)?.['Comment'] === undefined, 400, 'InvalidRequestBody'),
  },
  {
    id: 'auth.machine-first',
    title: 'looks for the machine before the token',
    kills: ['auth.first'],
    change: (service, options) => {
      const known = new Set(options.world.machines.map(({ id }) => id));
      return before(
        ({ path }) => !known.has(/\/machines\/([^/]+)\//.exec(path)?.[1] ?? ''),
        404,
        'ResourceNotFound',
      )(service, options);
    },
  },
  challenge('bare-uri', 'writes an address into a challenge without quotes', (text) =>
    text.replaceAll('"', ''),
  ),
  challenge('bare-realm', 'writes a realm without quotes', (text) => `${text}, realm=api`),
  challenge('no-comma', 'leaves out the comma between parameters', (text) => `${text} scope="a"`),
  challenge('parameter-twice', 'writes a parameter twice', (text) => `${text}, x="1", X="2"`),
  challenge('open-quote', 'does not close a quote', (text) => `${text}, realm="api`),
  {
    id: 'auth.challenge-silent',
    title: 'names no error where it refuses a token',
    kills: ['auth.challenge-error'],
    change: challenging((text) => text.replace(/, error="[^"]*"/, '')),
  },
  {
    id: 'auth.challenge-always',
    title: 'names an error where no token came',
    kills: ['auth.challenge-error'],
    change: challenging((text) => (text.includes('error=') ? text : `${text}, error="invalid_token"`)),
  },
  {
    id: 'auth.challenge-other-error',
    title: 'calls an expired token an invalid request',
    kills: ['auth.challenge-error'],
    change: (service, options) =>
      challenging((text, request) =>
        service.tokenUse(headerOf(request, 'authorization')) === 'expired'
          ? text.replace('invalid_token', 'invalid_request')
          : text,
      )(service, options),
  },
];

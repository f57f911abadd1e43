import {
  changingAnswer,
  changingEachAnswer,
  errorInstead,
  headerOf,
  isOperation,
  withHeaders,
} from './changes.ts';
import { FORGERY_MUTANTS } from './forgeries.ts';
import type { Change, ServiceMutant } from './mutant.ts';
import type { ServiceRequest } from '../../service/types.ts';
import type { TokenUse } from '../../../src/trace/lines.ts';

/** Takes these tokens for valid ones. */
const trusting =
  (...uses: TokenUse[]): Change =>
  (service) => ({
    ...service,
    handle: (request) =>
      service.handle(
        isOperation(request) && uses.includes(service.tokenUse(headerOf(request, 'authorization')))
          ? withToken(request, service.token('valid'))
          : request,
      ),
  });

function withToken(request: ServiceRequest, token: string): ServiceRequest {
  const others = request.headers.filter(([name]) => name.toLowerCase() !== 'authorization');
  return { ...request, headers: [...others, ['Authorization', `Bearer ${token}`]] };
}

const challenged = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };

/** Tokens that are taken or refused wrongly. */
export const AUTH_MUTANTS: readonly ServiceMutant[] = [
  {
    id: 'auth.none',
    title: 'takes a call without a token',
    kills: ['auth.missing', 'auth.first'],
    change: trusting('none'),
  },
  {
    id: 'auth.malformed',
    title: 'takes any Authorization header',
    kills: ['auth.missing', 'auth.forged'],
    change: trusting('malformed'),
  },
  {
    id: 'auth.expired',
    title: 'takes an expired token',
    kills: ['auth.expired'],
    change: trusting('expired'),
  },
  {
    id: 'auth.wrong-audience',
    title: 'takes a token for another audience',
    kills: ['auth.wrong-audience'],
    change: trusting('wrong-audience'),
  },
  {
    id: 'auth.no-role',
    title: 'takes a token without a permission',
    kills: ['auth.permission'],
    change: trusting('no-role'),
  },
  {
    id: 'auth.off',
    title: 'does not look at tokens',
    kills: [
      'auth.missing',
      'auth.expired',
      'auth.forged',
      'auth.wrong-audience',
      'auth.permission',
      'auth.first',
    ],
    change: trusting('none', 'malformed', 'unknown', 'expired', 'wrong-audience', 'no-role'),
  },
  {
    id: 'auth.missing-forbidden',
    title: 'answers 403 to a call without a token',
    kills: ['auth.missing', 'auth.forged', 'auth.first'],
    change: (service, options) =>
      changingAnswer(401, (answer, request) =>
        ['none', 'malformed'].includes(service.tokenUse(headerOf(request, 'authorization')))
          ? errorInstead(answer, 403, 'Forbidden')
          : answer,
      )(service, options),
  },
  {
    id: 'auth.expired-forbidden',
    title: 'answers 403 to an expired token',
    kills: ['auth.expired'],
    change: (service, options) =>
      changingAnswer(401, (answer, request) =>
        service.tokenUse(headerOf(request, 'authorization')) === 'expired'
          ? errorInstead(answer, 403, 'Forbidden')
          : answer,
      )(service, options),
  },
  {
    id: 'auth.no-role-unauthorized',
    title: 'answers 401 to a token without a permission',
    kills: ['auth.permission'],
    change: changingAnswer(403, (answer) =>
      withHeaders(errorInstead(answer, 401, 'Unauthorized'), challenged),
    ),
  },
  {
    id: 'auth.looks-last',
    title: 'looks at the token after everything else',
    kills: ['auth.missing', 'auth.expired', 'auth.forged', 'auth.wrong-audience', 'auth.first'],
    change: (service) => ({
      ...service,
      handle: (request) => {
        const answer = service.handle(request);
        if (answer.status !== 401 || !isOperation(request)) return answer;
        const without = service.handle(withToken(request, service.token('valid')));
        return without.status < 300 ? answer : without;
      },
    }),
  },
  {
    id: 'auth.no-challenge',
    title: 'leaves out WWW-Authenticate on a 401',
    kills: ['auth.challenge'],
    change: changingEachAnswer((answer) => withHeaders(answer, { 'WWW-Authenticate': undefined })),
  },
  {
    id: 'auth.basic-challenge',
    title: 'asks for Basic on a 401',
    kills: ['auth.challenge'],
    change: changingAnswer(401, (answer) => withHeaders(answer, { 'WWW-Authenticate': 'Basic realm="api"' })),
  },
  {
    id: 'auth.scheme-letter-case',
    title: 'takes the scheme Bearer in this spelling alone',
    kills: ['auth.scheme-case'],
    change: (service) => ({
      ...service,
      handle: (request) => {
        const authorization = headerOf(request, 'authorization');
        const taken = authorization === undefined || authorization.startsWith('Bearer');
        return service.handle(taken ? request : withToken(request, 'none'));
      },
    }),
  },
  ...FORGERY_MUTANTS,
];

import http from 'node:http';
import https from 'node:https';
import type { Outgoing, Reply } from './types.ts';

const TIMEOUT_MS = 30_000;
/** Errors after which it is certain that not a byte has left. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

export type Exchange = { send(url: string, request: Omit<Outgoing, 'path'>): Promise<Reply>; close(): void };

/** Sends single requests with Node's own client: no redirect is followed, nothing is sent twice. */
export function createExchange(o: { keepAlive: boolean }): Exchange {
  const agents = { 'http:': new http.Agent(o), 'https:': new https.Agent(o) };
  return {
    close: () => Object.values(agents).forEach((agent) => agent.destroy()),
    send: (url, { method, headers, body }) =>
      new Promise((resolve) => {
        const secure = url.startsWith('https:');
        const request = (secure ? https : http).request(url, {
          method,
          agent: agents[secure ? 'https:' : 'http:'],
          headers: body === undefined ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) },
          timeout: TIMEOUT_MS,
        });
        const lose = (error: NodeJS.ErrnoException) => {
          const refused = NOT_CONNECTED.has(error.code ?? '');
          resolve({ lost: refused ? 'refused' : 'network', message: error.message });
        };
        request.on('timeout', () => {
          resolve({ lost: 'timeout', message: `no answer within ${TIMEOUT_MS} ms` });
          request.destroy();
        });
        request.on('error', lose);
        request.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', lose);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
              ),
              body: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        });
        request.end(body);
      }),
  };
}

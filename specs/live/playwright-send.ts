import type { APIRequestContext } from '@playwright/test';
import type { Clock } from '../../src/clock/clock.ts';
import { EXCHANGE_TIMEOUT_MS } from '../../src/play/http-send.ts';
import type { Send } from '../../src/play/target.ts';

/**
 * Playwright's request context as the transport of a session: no redirects, no status thrown, header lines as they came.
 * Its errors quote the whole request, so they are read for their kind and never passed on.
 */
export function playwrightSend(
  context: APIRequestContext,
  origin: string,
  clock: Clock,
): { send: Send; close(): void } {
  const send: Send = async (out, onSend) => {
    onSend(0);
    try {
      const response = await context.fetch(`${origin}${out.path}`, {
        method: out.method,
        headers: Object.fromEntries(out.headers),
        ...(out.body.length > 0 || out.method === 'POST' ? { data: Buffer.from(out.body) } : {}),
        maxRedirects: 0,
        failOnStatusCode: false,
        timeout: EXCHANGE_TIMEOUT_MS,
      });
      const at = clock.now();
      // It asks for content codings and undoes them: what is recorded is not in the one that the field names.
      const headers = response
        .headersArray()
        .filter(({ name }) => name.toLowerCase() !== 'content-encoding')
        .map(({ name, value }): [string, string] => [name, value]);
      return { status: response.status(), headers, body: await response.body(), end: 'complete', at };
    } catch (error) {
      const text = String(error);
      const lost = text.includes('ECONNREFUSED')
        ? 'refused'
        : /Timeout|timed out/i.test(text)
          ? 'timeout'
          : 'reset';
      return { lost, at: clock.now(), why: `Playwright reported ${lost}` };
    }
  };
  return { send, close: () => undefined };
}

import { http, HttpResponse, type RequestHandler } from 'msw';
import type { Clock } from '../../src/clock/clock.ts';
import type { Service } from './types.ts';

/** How an answer waits for a fault's delay; without it nothing waits. */
export type Waiting = Pick<Clock, 'sleep'>;

/**
 * Puts a service behind MSW, whatever the host of a request. `getService` is asked for each request, so that a scenario may swap it.
 */
export function serviceHandlers(getService: () => Service, clock?: Waiting): RequestHandler[] {
  return [http.all('*', ({ request }) => respond(getService(), request, clock))];
}

/** One request answered by the core. A reset is a network error; a cut body fails while it is read. */
export async function respond(service: Service, request: Request, clock?: Waiting): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const { status, headers, body, delivery, delayMs } = service.handle({
    method: request.method,
    path: `${pathname}${search}`,
    headers: [...request.headers],
    body: new Uint8Array(await request.arrayBuffer()),
  });
  if (delayMs > 0) await clock?.sleep(delayMs, request.signal);
  switch (delivery) {
    case 'reset-before':
    case 'reset-after':
      return HttpResponse.error();
    case 'reset-during':
    case 'cut':
      return new Response(broken(body.slice(0, Math.floor(body.length / 2))), {
        status,
        headers: [...headers, ['Content-Length', String(body.length)]],
      });
    case 'complete':
      return new Response(body.length === 0 ? null : new Uint8Array(body), { status, headers });
  }
}

function broken(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull: (controller) => {
      if (sent) controller.error(new TypeError('terminated'));
      else controller.enqueue(bytes);
      sent = true;
    },
  });
}

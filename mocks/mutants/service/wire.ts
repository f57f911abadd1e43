import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What a layer knows of one connection. `memory` is free for its use; `killNext` drops the connection that comes after it. */
export type WireState = { memory: Record<string, unknown>; mute: boolean; killNext(): void };

/** What a layer between callers and a port does to their bytes; text is Latin-1. */
export type Wire = {
  /** A piece as it came from a caller; one that begins with a request line holds at least the whole head. Undefined: dropped with its connection. */
  request?(piece: string, state: WireState): string | undefined;
  /** A whole answer of the port. `asked`: the head that it answers. */
  answer?(answer: string, asked: string, state: WireState): string;
  /** The caller ended its side before it was answered. `mute`: nothing goes to it any more. */
  leftEarly?(state: WireState): void;
  /** Pieces are passed on so much later, so that an end that follows them is seen first. */
  delayMs?: number;
};

/** Puts a layer in front of a port: what bytes a service takes and gives, without another HTTP stack. */
export function inFrontOf(
  wire: Wire,
): (origin: string) => Promise<{ origin: string; close(): Promise<void> }> {
  return async (origin) => {
    const { hostname, port } = new URL(origin);
    const open = new Set<Socket>();
    const shared = { killNext: false };
    const server = createServer({ allowHalfOpen: true }, (caller) => {
      if (shared.killNext) {
        shared.killNext = false;
        caller.destroy();
        return;
      }
      const service = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
      for (const socket of [caller, service]) {
        open.add(socket);
        socket.setNoDelay(true);
        socket.on('close', () => open.delete(socket));
      }
      join(caller, service, wire, shared);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, hostname, resolve);
    });
    const { port: own } = server.address() as AddressInfo;
    return {
      origin: `http://${hostname}:${own}`,
      close: () =>
        new Promise((resolve) => {
          for (const socket of open) socket.destroy();
          server.close(() => resolve());
        }),
    };
  };
}

function join(caller: Socket, service: Socket, wire: Wire, shared: { killNext: boolean }): void {
  const asked: string[] = [];
  let last = '';
  let waiting = '';
  const state: WireState = {
    memory: {},
    mute: false,
    killNext: () => {
      shared.killNext = true;
    },
  };
  const later = (act: () => void) => (wire.delayMs === undefined ? act() : setTimeout(act, wire.delayMs));
  caller.on('data', (bytes: Buffer) => {
    const piece = bytes.toString('latin1');
    if (/^[A-Z]+ \S+ HTTP\//.test(piece)) asked.push((last = piece.split('\r\n\r\n')[0] ?? ''));
    const changed = wire.request ? wire.request(piece, state) : piece;
    if (changed === undefined) caller.destroy();
    else later(() => service.writable && service.write(changed, 'latin1'));
  });
  caller.on('end', () => {
    if (asked.length > 0) wire.leftEarly?.(state);
    later(() => service.end());
  });
  service.on('data', (bytes: Buffer) => {
    waiting += bytes.toString('latin1');
    for (;;) {
      const length = lengthOfFirst(waiting, asked[0] ?? last);
      if (length === undefined) return;
      const answer = waiting.slice(0, length);
      waiting = waiting.slice(length);
      const head = asked[0] ?? last;
      if (!answer.startsWith('HTTP/1.1 1')) asked.shift();
      const changed = wire.answer ? wire.answer(answer, head, state) : answer;
      if (!state.mute && caller.writable) caller.write(changed, 'latin1');
    }
  });
  service.on('end', () => {
    if (!state.mute) caller.end();
  });
  service.on('error', () => caller.destroy());
  caller.on('error', () => service.destroy());
  caller.on('close', () => service.destroy());
}

/** How long the first whole answer is; undefined while it is not there. The port gives a Content-Length to whatever is not empty. */
function lengthOfFirst(text: string, asked: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const bodiless = asked.startsWith('HEAD ');
  if (!bodiless && /\r\nTransfer-Encoding: chunked/i.test(text.slice(0, end))) {
    const last = text.indexOf('\r\n0\r\n\r\n', end + 2);
    return last < 0 ? undefined : last + 7;
  }
  const length = bodiless ? 0 : Number(/\r\nContent-Length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
  return text.length >= end + 4 + length ? end + 4 + length : undefined;
}

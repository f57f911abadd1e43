import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';

/** What a hostile service does with each request; `count` is the number of the request, `elsewhere` an origin that is not its own. */
type Misdeed = (socket: Socket, count: number, elsewhere: string) => void;

const head = (status: string, ...lines: string[]) =>
  [`HTTP/1.1 ${status}`, 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
const whole = (status: string, body: string, ...lines: string[]) =>
  `${head(status, `Content-Length: ${Buffer.byteLength(body)}`, ...lines)}${body}`;
const ERROR = '{"error":{"code":"Unauthorized","message":"No.","target":"x"}}';

const REFUSAL = ['Connection: close', 'WWW-Authenticate: Bearer', 'Date: Wed, 24 Jan 2024 01:36:28 GMT'];

/** Sends a piece again and again, as fast as it is read or every so many ms, until the connection ends. */
function forEver(socket: Socket, piece: string, everyMs = 0): void {
  if (everyMs === 0) {
    Readable.from(
      (function* () {
        for (;;) yield piece;
      })(),
    ).pipe(socket);
    return;
  }
  const timer = setInterval(() => socket.write(piece), everyMs);
  socket.on('close', () => clearInterval(timer));
}

/** One way of being no service that a run could rely on, by name. */
export const MISDEEDS = {
  'never answers': () => undefined,
  'answers the head and then nothing': (socket) => socket.write(head('201 Created', 'Content-Length: 400')),
  'drips a body for ever': (socket) => {
    socket.write(head('201 Created', 'Content-Length: 4000000'));
    forEver(socket, ' ', 5);
  },
  'drips header lines for ever': (socket) => {
    socket.write('HTTP/1.1 201 Created\r\n');
    forEver(socket, 'X', 5);
  },
  'streams a body for ever': (socket) => {
    socket.write(head('201 Created', 'Transfer-Encoding: chunked'));
    forEver(socket, `4000\r\n${'x'.repeat(0x4000)}\r\n`);
  },
  'answers 100 MB': (socket) => {
    socket.write(head('201 Created', 'Content-Length: 100000000'));
    forEver(socket, 'x'.repeat(65_536));
  },
  'closes in the middle of a header line': (socket) => socket.end('HTTP/1.1 201 Created\r\nContent-Ty'),
  'closes in the middle of the body': (socket) =>
    socket.end(`${head('401 Unauthorized', 'Content-Length: 400')}${ERROR}`),
  'redirects to another host': (socket, _, elsewhere) =>
    socket.write(whole('307 Temporary Redirect', '', `Location: ${elsewhere}/api`)),
  'answers created with a Location on another host': (socket, _, elsewhere) =>
    socket.write(whole('201 Created', '{"id":"1"}', `Location: ${elsewhere}/api/machineactions/1`)),
  'answers with bytes of no protocol': (socket) => socket.write(Buffer.from([0xff, 0xfe, 0x80, 0x0d, 0x0a])),
  'answers as a mail server': (socket) => socket.write('220 mail.example.test ESMTP\r\n'),
  'answers with HTTP/2': (socket) => socket.write(Buffer.from('000000040000000000', 'hex')),
  'answers with a TLS alert': (socket) => socket.end(Buffer.from('15030100020246', 'hex')),
  'announces more bytes than it sends': (socket) =>
    socket.write(`${head('401 Unauthorized', 'Content-Length: 400')}${ERROR}`),
  'sends more bytes than it announced': (socket) =>
    socket.write(`${head('401 Unauthorized', 'Content-Length: 20')}${ERROR}`),
  'sends a chunk with a wrong size': (socket) =>
    socket.write(`${head('401 Unauthorized', 'Transfer-Encoding: chunked')}zz\r\n${ERROR}\r\n0\r\n\r\n`),
  'sends header lines of 1 MB': (socket) =>
    socket.write(head('401 Unauthorized', `X-Long: ${'x'.repeat(1_000_000)}`)),
  'always resets': (socket) => socket.resetAndDestroy(),
  'sends interim answers for ever': (socket) =>
    forEver(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(500)),
  'switches protocols': (socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
  'answers with the status 000': (socket) => socket.write(whole('000 Nothing', '')),
  'nests JSON 50,000 deep': (socket) =>
    socket.write(whole('201 Created', `{"id":${'['.repeat(50_000)}${']'.repeat(50_000)}}`)),
  'repeats the beginning of a token': (socket) => socket.write(whole('201 Created', 'eyJ'.repeat(80_000))),
  'sends a run of backslashes': (socket) =>
    socket.write(whole('201 Created', `token ${'\\'.repeat(250_000)}`)),
} satisfies Record<string, Misdeed>;

export type HostileKind = keyof typeof MISDEEDS | 'dies at the third request';

/** A port where such a service listens. `elsewhere.contacts`: how many connections the other host that it points to has had. */
export async function startHostile(
  kind: HostileKind,
): Promise<{ origin: string; contactsElsewhere(): number; close(): void }> {
  let contacts = 0;
  let count = 0;
  const elsewhere = await listening((socket) => {
    contacts += 1;
    socket.destroy();
  });
  const service = await listening((socket) => {
    socket.on('data', (bytes) => {
      if (!/^[A-Z]+ \//.test(bytes.subarray(0, 16).toString('latin1'))) return;
      count += 1;
      if (kind !== 'dies at the third request') {
        const misdeed: Misdeed = MISDEEDS[kind];
        misdeed(socket, count, elsewhere.origin);
      } else if (count < 3) socket.end(whole('401 Unauthorized', ERROR, ...REFUSAL));
      else service.close();
    });
  });
  return {
    origin: service.origin,
    contactsElsewhere: () => contacts,
    close: () => {
      service.close();
      elsewhere.close();
    },
  };
}

async function listening(onSocket: (socket: Socket) => void): Promise<{ origin: string; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figures, speedOf, type Speed } from './emulator.ts';
import type { Row } from './table.ts';

/** Installed by the bench alone, into a folder that no commit holds. */
const FOLDER = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PRISM = '@stoplight/prism-cli@5.16.0';
const SCHEMATHESIS = 'schemathesis==4.10.2';
const MACHINE = '1e5bc9d7e413ddd7902c2932e418702b84d0cc07';
const START_MS = 20_000;

/** Prism on the exported OpenAPI document, beside the emulator's speed in the same run. */
export async function benchPrism(emulator: Speed): Promise<Row[]> {
  const what = `${PRISM} on the exported document`;
  mkdirSync(FOLDER, { recursive: true });
  const bin = join(FOLDER, 'node_modules/.bin/prism');
  if (!existsSync(bin)) {
    const failed = installed('npm', [
      'install',
      '--prefix',
      FOLDER,
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      PRISM,
    ]);
    if (failed) return [{ what, figure: 'not measured', note: failed }];
  }
  const document = exportedDocument();
  const port = await freePort();
  const child = spawn(bin, ['mock', document, '-p', String(port), '-h', '127.0.0.1', '-v', 'fatal'], {
    stdio: 'ignore',
  });
  try {
    await listening(port, child);
    const body = JSON.stringify({ Comment: 'bench', Sha1: '87662bc3d60e4200ceaf7aae249d1c343f4b83c9' });
    const request = [
      `POST /api/machines/${MACHINE}/StopAndQuarantineFile HTTP/1.1`,
      'Host: 127.0.0.1',
      'Authorization: Bearer bench',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
    const speed = await speedOf(PRISM, port, request, () => Promise.resolve(cpuMicrosOf(child.pid ?? 0)));
    const ratio = speed.cpuMicros / emulator.cpuMicros;
    return [
      { what, ...figures(speed) },
      {
        what: 'the emulator beside Prism',
        figure: `${ratio.toFixed(1)} times by processor time, ${(emulator.aSecond / speed.aSecond).toFixed(1)} by calls`,
        aim: '8 times',
        met: ratio >= 8,
      },
    ];
  } finally {
    child.kill();
  }
}

/** Cases a second of Schemathesis against our emulator, where 80 calls a minute do not hold it back. */
export async function benchSchemathesis(): Promise<Row[]> {
  const what = `${SCHEMATHESIS.replace('==', ' ')} on the emulator`;
  const venv = join(FOLDER, 'venv');
  const bin = join(venv, 'bin/schemathesis');
  mkdirSync(FOLDER, { recursive: true });
  if (!existsSync(bin)) {
    const failed =
      installed('python3', ['-m', 'venv', venv]) ??
      installed(join(venv, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', SCHEMATHESIS]);
    if (failed) return [{ what, figure: 'not measured', note: failed }];
  }
  const serve = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'serve', '--time-scale', '1000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] ?? '' },
  });
  try {
    const text = await firstText(serve);
    const value = (name: string) => new RegExp(`${name}='?([^'\\n]+)`).exec(text)?.[1] ?? '';
    const from = performance.now();
    const run = spawnSync(
      bin,
      [
        'run',
        exportedDocument(),
        '--url',
        value('CORDON_URL'),
        '--header',
        `Authorization: Bearer ${value('CORDON_TOKEN')}`,
        '--max-examples',
        '300',
        '--seed',
        '1',
        '--no-color',
      ],
      { encoding: 'utf8', timeout: 180_000, cwd: FOLDER },
    );
    const seconds = (performance.now() - from) / 1000;
    const cases = /([\d,]+) generated/.exec(run.stdout)?.[1] ?? '';
    const count = Number(cases.replaceAll(',', ''));
    if (!count)
      return [
        { what, figure: 'not measured', note: `it ended with ${run.status}: ${run.stdout.slice(-120)}` },
      ];
    return [
      {
        what,
        figure: `${Math.round(count / seconds)} a second`,
        note: `${count} cases in ${seconds.toFixed(1)} s`,
      },
    ];
  } finally {
    serve.kill('SIGTERM');
  }
}

/** Why an installation failed; undefined when it did not. */
function installed(program: string, args: string[]): string | undefined {
  const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: FOLDER });
  return status === 0
    ? undefined
    : `${program} ended with ${status}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`;
}

function exportedDocument(): string {
  const path = join(FOLDER, 'openapi.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'src/cli/main.ts'), 'export', 'openapi'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`cordon export openapi ended with ${status}: ${stderr}`);
  writeFileSync(path, stdout);
  return path;
}

/** User and system time of a process so far (proc(5), fields 14 and 15, in hundredths of a second). */
function cpuMicrosOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let ms = 0; ms < START_MS; ms += 100) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`);
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing listens on port ${port} after ${START_MS / 1000} s`);
}

async function firstText(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('CORDON_TOKEN')) return text;
  }
  throw new Error(`it printed no variables: ${text}`);
}

import { UsageError } from '../errors.ts';

const WHY: Readonly<Record<string, string>> = { EADDRINUSE: 'it is in use', EACCES: 'it needs more rights' };

/** Starts what listens on a port. @throws UsageError where it cannot listen there; any other error as it is. */
export async function listenOn<T>(port: number, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const { code = '', syscall } = error as NodeJS.ErrnoException;
    if (syscall !== 'listen') throw error;
    throw new UsageError(
      `cannot listen on port ${port}: ${WHY[code] ?? code}. Choose another with --port, or 0 for any free one`,
    );
  }
}

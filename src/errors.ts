/** Bad usage, configuration, document or file: exit code 2, before anything is sent. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The harness, or a tool it leans on, could not do its work: exit code 4, never a verdict on the target. */
export class BrokenError extends Error {
  override name = 'BrokenError';
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

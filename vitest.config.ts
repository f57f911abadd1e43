import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'specs/**/*.spec.ts', 'mocks/**/*.spec.ts', 'load/**/*.spec.ts'],
    // Processes that tests start begin faster with it; nothing rests on it.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('.cache/compile', import.meta.url)) },
    // The default leaves one core idle.
    maxWorkers: '100%',
    // Half the time goes into loading the same modules for each file; no test leaves state behind that another reads.
    isolate: false,
    // No test is judged by time; this ends one that hangs, on a machine that may be busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'specs/**/*.spec.ts', 'mocks/**/*.spec.ts', 'load/**/*.spec.ts'],
    exclude: ['specs/live/**'],
  },
});

import { defineConfig } from '@playwright/test';
import { projects } from './specs/live/projects.ts';

/** Live contract tests: the same requirements through Playwright's request context. See docs/test-a-tenant.md. */
export default defineConfig({
  testDir: 'specs/live',
  testMatch: '*.live.ts',
  outputDir: 'test-results/playwright',
  // A retry would send a call with an effect again, and a trace would hold the token.
  retries: 0,
  workers: 1,
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: { trace: 'off' },
  projects: projects(process.argv, process.env),
});

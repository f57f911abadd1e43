import { expect, test as base } from '@playwright/test';
import { realClock } from '../../src/clock/clock.ts';
import { loadContract } from '../../src/contract/load.ts';
import { REQUIREMENTS } from '../../src/judge/registry.ts';
import { select } from '../../src/judge/select.ts';
import { emulatorTarget } from '../../src/play/own-targets.ts';
import { planService } from '../../src/rails/plan.ts';
import { allowanceFor, planName, requireConfirmation } from '../../src/rails/tenant.ts';
import type { Report } from '../../src/report/report.ts';
import { runServiceCheck, type ServiceCheck } from '../../src/run/check-service.ts';
import { secretsFrom, tokensFrom } from '../../src/run/environment.ts';
import { MEANS } from '../../src/trace/lines.ts';
import { playwrightSend } from './playwright-send.ts';
import { tenantOf } from './projects.ts';

const SEED = 1;
const PLAY_TIMEOUT_MS = 300_000;

/** The whole run, played once and judged once; each test below asserts one of its verdicts. */
const test = base.extend<object, { report: Report }>({
  report: [
    async ({ playwright }, use, { project }) => {
      const context = await playwright.request.newContext();
      const asked = { profile: 'current', allow: [], seed: SEED, strict: false } as const;
      const common = {
        ...asked,
        signal: AbortSignal.timeout(PLAY_TIMEOUT_MS),
        secrets: secretsFrom(process.env),
      };
      const clock = realClock();
      const makeSend = (origin: string, by: typeof clock) => playwrightSend(context, origin, by);
      const target: ServiceCheck['target'] =
        project.name === 'tenant'
          ? await tenantTarget(common, makeSend)
          : {
              own: await emulatorTarget(
                { contract: loadContract('current'), seed: SEED, epoch: Math.floor(clock.epoch()) },
                makeSend,
              ),
              // Three thousand calls through Playwright would only repeat what the gate does with the emulator.
              means: MEANS.filter((mean) => mean !== 'hour'),
            };
      const tenant =
        project.name === 'tenant' ? { runName: planName(tenantOf(process.env).origin, SEED) } : {};
      const { report } = await runServiceCheck({ ...common, ...tenant, target });
      await use(report);
      await context.dispose();
    },
    { scope: 'worker', timeout: PLAY_TIMEOUT_MS },
  ],
});

async function tenantTarget(
  common: Omit<ServiceCheck, 'target'>,
  makeSend: (origin: string, by: ReturnType<typeof realClock>) => ReturnType<typeof playwrightSend>,
): Promise<ServiceCheck['target']> {
  const { origin, confirm, config } = tenantOf(process.env);
  const { world, budget } = allowanceFor(origin, config.tenant, undefined);
  const service = {
    kind: 'tenant',
    origin,
    world,
    budget,
    tokens: tokensFrom(process.env),
    timeScale: 1,
  } as const;
  const plan = await planService(service, { ...common, runName: planName(origin, SEED) });
  requireConfirmation(confirm, plan.hash, `cordon plan service ${origin}`);
  return { ...service, makeSend };
}

for (const requirement of select(REQUIREMENTS, { profile: 'current', party: 'service', means: MEANS })
  .selected) {
  test(`${requirement.id}: ${requirement.statement}`, ({ report }) => {
    const missing = report.notSelected.find((row) => row.requirement === requirement.id);
    const verdict = report.verdicts.find((row) => row.requirement === requirement.id);
    const reason = missing
      ? `not selected, the run lacks ${missing.needs.join(', ')}`
      : verdict?.verdict === 'not-applicable'
        ? `not applicable, ${verdict.reason}`
        : verdict?.verdict === 'fail' && verdict.advisory
          ? `advisory, ${verdict.reason}`
          : undefined;
    if (reason !== undefined) console.log(`${requirement.id} skipped: ${reason}`);
    test.skip(reason !== undefined, reason);
    expect(verdict?.verdict, `${verdict?.reason ?? 'no verdict'} (${requirement.source.join(', ')})`).toBe(
      'pass',
    );
  });
}

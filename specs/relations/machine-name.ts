import type { World } from '../../src/contract/world.ts';
import { broken, exchangeCheck, holds } from '../../src/judge/checks.ts';
import type { Check } from '../../src/judge/types.ts';
import { accepted, show } from '../support/answers.ts';

type State = { names: Map<string, string>; inner: Check; state: unknown };

/** What the world says that a machine is called is what its actions call it; captures have null as well. */
export const machineName: Check<State> = {
  id: 'relations.machine-name',
  kinds: ['scenario', 'response'],
  start(context) {
    const names = new Map<string, string>();
    addNames(names, context.header.world);
    const inner = nameCheck(names);
    return { names, inner, state: inner.start(context) };
  },
  step(state, numbered, exchange) {
    const { line } = numbered;
    if (line.kind === 'scenario' && line.world) {
      state.names.clear();
      addNames(state.names, line.world);
    }
    state.state = state.inner.step(state.state, numbered, exchange);
    return state;
  },
  end: ({ inner, state }, open) => inner.end(state, open),
};

function addNames(names: Map<string, string>, world: World | null): void {
  for (const { id, computerDnsName } of world?.machines ?? [])
    if (computerDnsName) names.set(id.toLowerCase(), computerDnsName);
}

function nameCheck(names: ReadonlyMap<string, string>): Check {
  return exchangeCheck({
    id: 'relations.machine-name',
    pass: 'every action calls its machine what the world calls it',
    none: { verdict: 'not-applicable', reason: 'no action names a machine whose name is known' },
    judge(exchange, { contract }) {
      const got = accepted(exchange, contract)?.action?.['computerDnsName'];
      const known = names.get(exchange.reading.machineId?.toLowerCase() ?? '');
      if (known === undefined || typeof got !== 'string' || got === '') return undefined;
      return isSameHost(got, known) ? holds : broken(`the machine name ${known}`, show(got));
    },
  });
}

/** Letter case does not matter in names (RFC 4343), and either may be without its domain. */
function isSameHost(a: string, b: string): boolean {
  const [one, other] = [a, b].map((name) => name.toLowerCase().replace(/\.$/, ''));
  return one === other || one?.startsWith(`${other}.`) === true || other?.startsWith(`${one}.`) === true;
}

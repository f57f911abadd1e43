import type { Contract } from '../../src/contract/contract.ts';
import type { Machine } from '../../src/contract/world.ts';
import { metadata, type ActionResource } from './action-resource.ts';
import type { Inventory } from './inventory.ts';
import type { MachineAction, MachineActions } from './machine-actions.ts';
import { select } from './odata.ts';
import type { Call } from './operation.ts';
import type { Replies, Reply } from './replies.ts';
import { jsonObject } from './request-body.ts';

type ReadRoute = 'action' | 'actions' | 'cancel' | 'machine' | 'machines' | 'machines-of-file';

/** What clients ask around the operation. The operation's quota is not theirs: limits are per API. */
export function createReads(o: {
  contract: Contract;
  inventory: Inventory;
  actions: MachineActions;
  resource: ActionResource;
  replies: Replies;
}): Record<ReadRoute, (call: Call) => Reply> {
  const { actions, inventory, replies, resource } = o;
  const machines = (call: Call, from: Machine[]): Reply => {
    const selection = select(from, call.query, MACHINE_PROPERTIES);
    return selection.ok
      ? replies.json(200, {
          '@odata.context': metadata(o.contract, 'Machines'),
          value: selection.items.map(machineResource),
        })
      : replies.odataError(selection.problem);
  };
  /** The action that the path names, or the answer that there is none. */
  const named = ({ params }: Call): MachineAction | Reply => {
    const id = params['id'] ?? '';
    return actions.find(id) ?? replies.error(404, 'ResourceNotFound', `Machine action ${id} was not found`);
  };
  const actionProperties: Record<string, (action: MachineAction) => string | null> = {
    id: (action) => action.id,
    machineId: (action) => action.machine.id,
    type: () => 'StopAndQuarantineFile',
    status: (action) => actions.status(action),
    requestor: (action) => action.requestor,
  };

  return {
    action: (call) => {
      const found = named(call);
      return 'body' in found ? found : replies.ready(200, resource.entity(found));
    },
    actions: ({ query }) => {
      const selection = select(actions.list(), query, actionProperties);
      return selection.ok
        ? replies.ready(200, resource.collection(selection.items))
        : replies.odataError(selection.problem);
    },
    cancel: (call) => {
      const found = named(call);
      if ('body' in found) return found;
      const comment = jsonObject(call.request.body)?.['Comment'];
      const cancelled = actions.cancel(found, {
        requestor: call.claims.app_displayname,
        comment: typeof comment === 'string' ? comment : null,
      });
      return cancelled
        ? replies.ready(200, resource.entity(found))
        : replies.error(400, 'BadRequest', `Machine action ${found.id} has ended: ${actions.status(found)}.`);
    },
    machine: ({ params }) => {
      const machine = inventory.machine(params['id'] ?? '');
      return machine
        ? replies.json(200, {
            '@odata.context': `${metadata(o.contract, 'Machines')}/$entity`,
            ...machineResource(machine),
          })
        : replies.error(404, 'ResourceNotFound', `Machine ${params['id']} was not found`);
    },
    machines: (call) => machines(call, inventory.machines()),
    'machines-of-file': (call) =>
      machines(
        call,
        inventory.machines().filter((machine) => inventory.holds(machine, call.params['id'] ?? '')),
      ),
  };
}

const MACHINE_PROPERTIES: Record<string, (machine: Machine) => string | null> = {
  id: (machine) => machine.id,
  computerDnsName: (machine) => machine.computerDnsName ?? null,
};

/** The few properties that callers of the operation look at: who it is, and that it can be acted on. */
function machineResource(machine: Machine): Record<string, unknown> {
  return {
    id: machine.id,
    computerDnsName: machine.computerDnsName ?? null,
    osPlatform: 'Windows11',
    healthStatus: 'Active',
    onboardingStatus: 'Onboarded',
  };
}

import type { World } from '../contract/world.ts';
import { machineOf, valuesOf } from '../judge/reading.ts';
import type { Asked } from './proxy.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What a recording lets through to a tenant: reads, and calls of the operation for the machines and hashes of the allow-list, up to
 * the budget. Any other call may have an effect that nobody allowed.
 * @param o.path path template of the operation.
 */
export function tenantRail(o: {
  world: World | null;
  budget: number;
  path: string;
}): (asked: Asked) => string | undefined {
  let left = o.budget;
  const machines = new Map(
    (o.world?.machines ?? []).map(({ id, files }) => [
      id.toLowerCase(),
      new Set(files.map((file) => file.toLowerCase())),
    ]),
  );
  return (asked) => {
    const why = READS.has(asked.method) ? undefined : notAllowed(asked, machines, o.path);
    if (why !== undefined) return why;
    if (left === 0) return `the budget of ${o.budget} calls to a tenant is used up`;
    left -= 1;
    return undefined;
  };
}

function notAllowed(
  { method, path, headers, body }: Asked,
  machines: ReadonlyMap<string, ReadonlySet<string>>,
  template: string,
): string | undefined {
  const machine = machineOf(path, template);
  if (machine === undefined)
    return `${method} ${path} is not the operation: at a tenant only reads and the operation are let through`;
  const hashes = machines.get(machine.toLowerCase());
  if (!hashes) return `the machine ${machine} is not in tenant.machines of the configuration`;
  if (valuesOf(headers, 'content-encoding').length > 0) return 'a coded body cannot be looked at';
  const found = digitsIn(body).find((digits) => !hashes.has(digits.toLowerCase()));
  return found === undefined ? undefined : `the hash ${found} is not in tenant.hashes of the configuration`;
}

/** Whatever may be taken for a hash in a body, escaped in JSON or not. */
function digitsIn(body: Uint8Array): string[] {
  const text = Buffer.from(body).toString('latin1');
  const plain = text.replace(/\\u00([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return [...plain.replaceAll('\0', '').matchAll(/[0-9a-f]{32,}/gi)].map(([digits]) => digits);
}

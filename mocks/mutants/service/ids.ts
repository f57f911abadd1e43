import { fieldsOf, isOperation, withBody } from './changes.ts';
import type { Change } from './mutant.ts';

/** Gives each action the id that `rename` makes of its own, wherever it is shown, and finds it under that. */
export function renamingIds(rename: (id: string) => string): Change {
  return (service) => {
    const own = new Map<string, string>();
    const renamed = (id: string): string => {
      const name = rename(id);
      own.set(name.toLowerCase(), id);
      return name;
    };
    return {
      ...service,
      handle(request) {
        const path = request.path.replace(
          /(\/machineactions\/)([^/?]+)/i,
          (_, start: string, name: string) => {
            return start + (own.get(decodeURIComponent(name).toLowerCase()) ?? name);
          },
        );
        const answer = service.handle({ ...request, path });
        const body = answer.status < 300 ? fieldsOf(answer) : undefined;
        if (!body || !(isOperation(request) || /\/machineactions/i.test(path))) return answer;
        const show = (action: Record<string, unknown>) => ({ ...action, id: renamed(String(action['id'])) });
        const list = body['value'];
        return withBody(answer, Array.isArray(list) ? { ...body, value: list.map(show) } : show(body));
      },
    };
  };
}

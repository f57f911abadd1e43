import { changingAnswer, fieldsOf, withBody, type Fields } from './changes.ts';
import type { Change } from './mutant.ts';

/** Mixes up what two calls said: each action shows `name` of the one before. */
export function lagging(name: string): Change {
  return (service, options) => {
    let before: unknown;
    return changingAnswer(201, (answer) => {
      const action = fieldsOf(answer) ?? {};
      const own = action[name];
      const shown: Fields = { ...action, [name]: before ?? own };
      before = own;
      return withBody(answer, shown);
    })(service, options);
  };
}

/**
 * Goes on with a value: at once where it is there, later where it is promised. `await` would give up the turn in both cases, and under
 * load a turn costs more than most of what is done in it.
 */
export function after<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/**
 * The same function, which remembers what it gave for the last argument: a hundred checks ask the same of one exchange, one after
 * the other. Unlike a WeakMap it costs the garbage collector nothing, and keeps one argument alive. Only for what does not change.
 */
export function rememberLast<A, R>(of: (argument: A) => R): (argument: A) => R {
  let known = false;
  let last: A;
  let result: R;
  return (argument) => {
    if (known && argument === last) return result;
    result = of(argument);
    last = argument;
    known = true;
    return result;
  };
}

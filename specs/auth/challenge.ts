/** One challenge of WWW-Authenticate. Names in lower case; values without quotes. */
export type Challenge = { scheme: string; token?: string; parameters: [name: string, value: string][] };

export type Challenges = { ok: true; challenges: Challenge[] } | { ok: false; why: string };

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const AUTH_SCHEME = new RegExp(`^${TOKEN}(?=[ ,]|$)`);
const PARAMETER = new RegExp(
  `^(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\[^])*)"|(${TOKEN})(?=[ \\t,]|$))`,
);
const TOKEN68 = /^[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/;

/**
 * Reads the values of WWW-Authenticate (RFC 9110 §11.6.1): a list of challenges, each a scheme with a token68 or with a list of
 * parameters (§11.2, §11.3). A name occurs once in a challenge, and a realm stands in quotes (§11.5).
 */
export function readChallenges(values: readonly string[]): Challenges {
  const challenges: Challenge[] = [];
  let rest = values.join(', ').trim();
  let current: Challenge | undefined;
  const wrong = (why: string): Challenges => ({ ok: false, why });
  while (rest !== '') {
    if (rest.startsWith(',')) {
      rest = rest.replace(/^(?:,[ \t]*)+/, '');
      continue;
    }
    const parameter: RegExpExecArray | null = current ? PARAMETER.exec(rest) : null;
    if (current && parameter) {
      const [whole, name = '', quoted, bare] = parameter;
      const key = name.toLowerCase();
      if (current.token !== undefined) return wrong(`the parameter ${name} beside a token`);
      if (current.parameters.some(([other]) => other === key)) return wrong(`the parameter ${name} twice`);
      if (key === 'realm' && quoted === undefined) return wrong('a realm without quotes');
      current.parameters.push([key, quoted?.replace(/\\([^])/g, '$1') ?? bare ?? '']);
      rest = rest.slice(whole.length).trimStart();
    } else {
      const [scheme] = AUTH_SCHEME.exec(rest) ?? [];
      if (scheme === undefined) return wrong(`neither a scheme nor a parameter at ${brief(rest)}`);
      current = { scheme: scheme.toLowerCase(), parameters: [] };
      challenges.push(current);
      rest = rest.slice(scheme.length);
      if (/^ +[^ ,]/.test(rest)) {
        rest = rest.trimStart();
        const [token] = PARAMETER.test(rest) ? [] : (TOKEN68.exec(rest) ?? []);
        if (token === undefined && !PARAMETER.test(rest))
          return wrong(`neither a token nor a parameter at ${brief(rest)}`);
        if (token !== undefined) {
          current.token = token;
          rest = rest.slice(token.length).trimStart();
        }
        continue;
      }
      rest = rest.trimStart();
    }
    if (rest !== '' && !rest.startsWith(',')) return wrong(`no comma before ${brief(rest)}`);
  }
  return challenges.length === 0 ? wrong('no challenge at all') : { ok: true, challenges };
}

function brief(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}

/** Searches what a client writes for what it must not write. */
export type SecretSearch = {
  add(secret: string, name: string): void;
  /** Names of secrets that this piece of a stream completes, each once for a stream. `stream`: any text that names it. */
  search(stream: string, text: string): string[];
};

export function createSecretSearch(): SecretSearch {
  const forms = new Map<string, string>();
  const tails = new Map<string, string>();
  const reported = new Set<string>();
  let longest = 0;
  return {
    add(secret, name) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
        forms.set(form, name);
        longest = Math.max(longest, form.length);
      }
    },
    search(stream, text) {
      const window = (tails.get(stream) ?? '') + text;
      tails.set(stream, longest > 1 ? window.slice(1 - longest) : '');
      const found = [...forms].filter(([form]) => window.includes(form)).map(([, name]) => name);
      const fresh = [...new Set(found)].filter((name) => !reported.has(`${stream} ${name}`));
      for (const name of fresh) reported.add(`${stream} ${name}`);
      return fresh;
    },
  };
}

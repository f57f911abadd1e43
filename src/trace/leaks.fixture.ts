import fc from 'fast-check';

const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index));
const WORD = PRINTABLE.filter((character) => /[\w-]/.test(character));
const word = (length: number) =>
  fc
    .array(fc.constantFrom(...WORD), { minLength: length, maxLength: length + 20 })
    .map((characters) => characters.join(''));

/** Secrets as they are issued: tokens, passwords with any printable character, and JWTs. */
export const secrets: fc.Arbitrary<string> = fc
  .oneof(
    word(12),
    fc
      .array(fc.constantFrom(...PRINTABLE), { minLength: 12, maxLength: 40 })
      .map((characters) => characters.join('')),
    fc
      .tuple(word(12), word(20), word(12))
      .map(([head, payload, signature]) => `eyJ${head}.${payload}.${signature}`),
  )
  // Some variety, or it stands in the text around it by chance.
  .filter((secret) => new Set(secret).size > 6 && !/\s{2}|redacted/.test(secret));

/** A secret in the ways that clients, services and gateways write it. */
export function writingsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = ['', 'a', 'id'].map((before) => Buffer.from(`${before}${secret}:z`).toString('base64'));
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    new URLSearchParams([['', secret]]).toString().slice(1),
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('/', '\\/'),
    secret.replace(
      /[^A-Za-z0-9]/g,
      (character) => `\\u00${character.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
    secret.replace(/[<>&'"+]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    ...base64,
    ...base64.map(encodeURIComponent),
  ];
}

/** How a secret can be read from a text; empty when it cannot. Decodes the text instead of encoding the secret. */
export function leaksOf(text: string, secret: string): string[] {
  const readings: [string, string][] = [['as it is', text]];
  for (let depth = 1; depth <= 4; depth += 1) {
    const before = readings.at(-1)?.[1] ?? text;
    readings.push([`unescaped ${depth} times`, unescaped(before)]);
  }
  for (let depth = 1; depth <= 2; depth += 1)
    readings.push([`URL-decoded ${depth} times`, urlDecoded(readings.at(-1)?.[1] ?? text)]);
  readings.push(['as a form', urlDecoded(unescaped(text).replaceAll('+', ' '))]);
  readings.push(['without entities', withoutEntities(unescaped(text))]);
  readings.push(['without entities, as it is', withoutEntities(text)]);
  readings.push(
    ...readings.map(([name, reading]): [string, string] => [`base64, ${name}`, base64Decoded(reading)]),
  );
  const written = [
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
  ];
  return [
    ...readings.filter(([, reading]) => reading.includes(secret)).map(([name]) => name),
    ...written.filter((form) => text.includes(form)),
  ];
}

function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\(["\\/])/g, '$1');
}

function urlDecoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function withoutEntities(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/&#(\d+);/g, (_, digits: string) => String.fromCharCode(Number(digits)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** What each run of base64 digits says at each of its four beginnings. */
function base64Decoded(text: string): string {
  const runs = text.match(/[A-Za-z0-9+/_-]{8,}/g) ?? [];
  return runs
    .flatMap((run) => [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('latin1')))
    .join('\n');
}

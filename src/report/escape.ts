/** All that XML 1.0 §2.2 leaves out: control characters, lone surrogates, U+FFFE and U+FFFF. HTML refuses them as well. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
};

/**
 * A text for the content of an XML or HTML element. What neither can hold becomes U+FFFD: it stays visible that something
 * was there, and what stood on its two sides does not join.
 */
export function escapeText(text: string): string {
  return text
    .replace(FORBIDDEN, '\uFFFD')
    .replace(/[&<>"'\r]/g, (character) => ENTITIES[character] ?? character);
}

/** A text for a quoted attribute, where XML reads line ends and tabs as blanks unless they are escaped. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

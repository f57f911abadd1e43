import { createHash } from 'node:crypto';
import type { Fact } from '../contract/facts.ts';
import { blocksOf, joined, type Reading } from './reading.ts';
import type { Statements } from './statements.ts';

/** Sentences that are understood wherever they stand, and what each says. */
const SENTENCES: {
  pattern: RegExp;
  says: (match: RegExpExecArray) => [id: string, value: Fact['value']][];
}[] = [
  { pattern: /\bSource: (\S+)/, says: ([, name = '']) => [['meta.source', name]] },
  { pattern: /\bTags: (\S+)/, says: ([, tag = '']) => [['operation.tag', tag]] },
  { pattern: /\bOperationId: (\S+)/, says: ([, id = '']) => [['operation.id', id]] },
  { pattern: /\bStops? execution (?:of a file|and)\b.*/i, says: ([rest]) => effects(rest) },
  { pattern: /\bsupply a JSON object\b/, says: () => [['request.body.type', 'object']] },
  { pattern: /\bAll of the properties will be returned\b/, says: () => [['response.body.complete', true]] },
  { pattern: /\brole permission: '([^']+)'/, says: ([, role = '']) => [['permissions.user-role', role]] },
  { pattern: /'([^']+)' role permission\b/, says: ([, role = '']) => [['permissions.user-role', role]] },
  {
    pattern: /\baccess to (?:the )?(device|machine),? based on \1 group settings\b/,
    says: () => [['precondition.user.device-group-access', true]],
  },
  {
    pattern: /\bWindows 10,? (?:version |v)(\d{4})(?: or later|\+)/,
    says: ([, version]) => [['precondition.os.windows-10.version', Number(version)]],
  },
  { pattern: /\bWindows 11\b/, says: () => [['precondition.os.windows-11', true]] },
  {
    pattern: /\btrusted third-party publishers\b/,
    says: () => [['precondition.file.trusted-publisher', 'excluded']],
  },
  {
    pattern: /\b(?:signed by Microsoft|Microsoft-signed)\b/,
    says: () => [['precondition.file.microsoft-signed', 'excluded']],
  },
  {
    pattern: /\bpublishers (or|and|nor) is not signed\b/,
    says: ([, word = '']) => [['precondition.file.joined-by', word]],
  },
  {
    pattern: /\bmust (?:at least )?be running\b[^.]*?\b(\w+) mode\b/,
    says: ([, mode = '']) => [['precondition.antivirus.mode', mode]],
  },
  { pattern: /\bMust provide (\w+) hash\b/, says: ([, kind = '']) => [['request.body.hash', kind]] },
  { pattern: /\bNot applicable for machine action operations\b/, says: () => [['odata.applicable', false]] },
  { pattern: /\bonly take this action if\b/, says: () => [['precondition.rule', 'only if']] },
  {
    pattern: /\bobtaining a token using user credentials\b/,
    says: () => [['permissions.user-token', 'role and device group']],
  },
  {
    pattern: /^(?:Applies to:\s*)?(Microsoft Defender for Endpoint(?: Plan \d)?)$/,
    says: ([, product = '']) => [
      [`precondition.product.${product.toLowerCase().split(' ').slice(4).join('-') || 'any'}`, product],
    ],
  },
  {
    pattern: /\bDevice group creation is supported in Defender for Endpoint (Plan \d and Plan \d)\b/,
    says: ([, plans = '']) => [['precondition.device-groups.product', plans]],
  },
  {
    pattern: /\bUse (\S+) API to monitor progress\b/,
    says: ([, page = '']) => [['operation.progress', page]],
  },
];
/** What is left of ❌ after its UTF-8 bytes were read as Mac Roman. */
const MOJIBAKE = '‚ùå';

/** Words that ask, allow or promise something. */
const OBLIGES =
  /\b(?:must|shall|should|requires?|required|needs?|cannot|may (?:not|only)|only|never|always|returns?|returned|supported|allowed|limit(?:s|ed)?)\b/i;

/** Says what the running text says; a condition or an obligation that is not understood is said as a digest, so that a new one is seen. */
export function readSentences(reading: Reading, to: Statements): void {
  for (const section of reading.sections) {
    let conditions = false;
    for (const prose of blocksOf(section, 'prose')) {
      const { text, lineAt } = joined(prose);
      let understood = to.used.has(prose.line);
      for (const { pattern, says } of SENTENCES) {
        const match = pattern.exec(text);
        for (const [id, value] of match ? says(match) : []) to.say(id, value, lineAt(match?.index ?? 0));
        understood ||= match !== null;
      }
      if (text.includes(MOJIBAKE)) to.say('quirk.mojibake', 'U+274C', lineAt(text.indexOf(MOJIBAKE)));
      if (/\bonly take this action if\b/.test(text)) conditions = true;
      else if (conditions && !understood) to.say(`precondition.unread.${digest(text)}`, true, prose.line);
      for (const { sentence, lines } of sentencesOf(text, lineAt))
        if (section.heading.text !== '' && OBLIGES.test(sentence) && !lines.some((line) => to.used.has(line)))
          to.say(`statement.unread.${digest(sentence)}`, true, lines[0] ?? prose.line);
    }
  }
}

function sentencesOf(
  text: string,
  lineAt: (index: number) => number,
): { sentence: string; lines: number[] }[] {
  return [...text.matchAll(/[^.!?\s](?:[^.!?]|[.!?](?!\s))*/g)].map(({ 0: sentence, index }) => {
    const [first, last] = [lineAt(index), lineAt(index + sentence.length - 1)];
    return { sentence, lines: Array.from({ length: last - first + 1 }, (_, n) => first + n) };
  });
}

function effects(sentence: string): [string, boolean][] {
  const said: [string, boolean][] = [['effect.stops', true]];
  if (/\bdeletes?\b/i.test(sentence)) said.push(['effect.deletes', true]);
  if (/\bquarantines?\b/i.test(sentence)) said.push(['effect.quarantines', true]);
  if (/\bnot executed again\b/i.test(sentence)) said.push(['effect.prevents-execution', true]);
  return said;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** What an error says of the inside of a service, by what it is called in a reason. Each is sure to be no word of the contract. */
const LEAKS: readonly [what: string, pattern: RegExp][] = [
  ['a token', /eyJ[\w-]{8,}\.[\w-]+|\[redacted\]/],
  [
    'a stack trace',
    new RegExp(
      [
        String.raw`^[ \t]+at .*(?:\.(?:[cm]?[jt]sx?|cs|fs|vb)|node:[\w/]+):(?:line )?\d+`, // Node, and .NET with line numbers
        String.raw`^[ \t]+at [\w<>$\x60]+(?:\.[\w<>$\x60]+)+\([^)\n]*\)(?: in |"|$)`, // .NET without
        String.raw`Traceback \(most recent call last\)|^[ \t]+File "[^"\n]+", line \d+`, // Python
        String.raw`\bat [\w.$]+\((?:[\w$]+\.(?:java|kt|scala):\d+|Native Method|Unknown Source)\)`, // Java
        String.raw`\.cs:line \d+|--- End of (?:inner exception )?stack trace`, // .NET
        String.raw`(?:^|")goroutine \d+ \[|\.go:\d+ \+0x[0-9a-f]+`, // Go
        String.raw`(?:^|")thread '[^'\n]*' panicked at|^stack backtrace:`, // Rust
        String.raw`\.rb:\d+:in [\x60']`, // Ruby
        String.raw`(?:^|")#\d+ .+\.php\(\d+\)| in \S+\.php on line \d+`, // PHP
      ].join('|'),
      'm',
    ),
  ],
  [
    'an exception of its language',
    /\b(?:java|javax|kotlin|org|com)\.[a-z][\w.]{0,200}\.[A-Z]\w{0,80}(?:Exception|Error)\b|\bSystem\.[\w.]{0,200}Exception\b|\bCannot read propert(?:y|ies) .{0,40}of (?:undefined|null)\b|\bNoneType' object\b|\bruntime error: |\bObject reference not set to an instance\b/,
  ],
  [
    'a statement or an error of a database',
    /\bSQLSTATE\[|\bORA-\d{5}\b|\bSQLITE_[A-Z]+\b|\bsyntax error at or near "|\bYou have an error in your SQL syntax\b|\b(?:SELECT\s[\w\s,.*"`[\]]{1,300}\sFROM|INSERT INTO [\w."`[\]]{1,100} ?\(|UPDATE [\w."`[\]]{1,100} SET |DELETE FROM [\w."`[\]]{1,100} WHERE)\b|\bduplicate key value violates unique constraint\b|\bViolation of (?:PRIMARY|UNIQUE) KEY\b/,
  ],
  [
    'an address of a database',
    /\b(?:jdbc:[a-z]+|mongodb(?:\+srv)?|postgres(?:ql)?|mysql|redis|amqps?):\/\/|\b(?:Server|Data Source)=[^;"\s]+;\s*(?:Database|Initial Catalog)=/i,
  ],
  [
    'a path of the server',
    /\b[A-Z]:\\(?:Users|inetpub|src|Windows|Program Files)\\|(?:^|[\s"'(=])(?:file:\/\/)?\/(?:home|usr|var|opt|srv|root|tmp)\/[\w.-]+\/[\w.-]+/m,
  ],
];

/** So much of a body is looked through: who hides a trace behind more hides it well. */
const LOOKED_THROUGH = 32_768;

/** What of the service's inside a text shows, and the caller's own did not; undefined: nothing. */
export function leakIn(text: string, sent: string): string | undefined {
  // A link in a page is an address, whatever its path looks like.
  const plain = text
    .slice(0, LOOKED_THROUGH)
    .replaceAll(/\b(?:href|src|action)\s*=\s*(?:"[^"]*"|'[^']*')/gi, '');
  return LEAKS.find(([, pattern]) => pattern.test(plain) && !pattern.test(sent))?.[0];
}

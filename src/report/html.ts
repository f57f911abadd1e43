import { kindOf } from './counterexample.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { STYLE } from './html-style.ts';
import type { Report, ReportVerdict } from './report.ts';
import { requirementOf, standingOf, toleranceOf, type Standing } from './standing.ts';
import { summaryLine } from './text.ts';

/** Groups of a run's table, what needs attention first. */
const GROUPS: readonly [Standing, string][] = [
  ['fail', 'Failed'],
  ['broken', 'Broken: the harness could not judge'],
  ['unproven', 'Unproven'],
  ['tolerated', 'Advisory or waived: does not change the exit code'],
  ['pass', 'Passed'],
  ['not-applicable', 'Not applicable'],
];

/**
 * A report as one page that needs nothing else: no script, no font, no image. Every value may come from the wire, so each is
 * escaped, and a policy in the page forbids whatever would get through.
 */
export function htmlOf(report: Report): string {
  const [totals = '', outcome = ''] = summaryLine(report).split(' → ');
  const [word = '', exit = ''] = outcome.split(', ');
  const runs = report.runs ?? [report];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeText(`${word}: ${report.kind} ${report.target}`)} · Cordon</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    `<body class="exit-${report.exitCode}">`,
    '<header class="top"><div>',
    '<p class="brand">Cordon</p>',
    `<h1><span class="word">${escapeText(word)}</span> <span class="exit">${escapeText(exit)}</span></h1>`,
    `<p>${escapeText(totals)}</p>`,
    factsHtml(report),
    '</div></header>',
    '<main>',
    ...(report.runs ? [overviewHtml(report.runs), notesHtml(report.notes)] : []),
    ...runs.map((run, index) => runHtml(run, report.runs ? runHeading(run, index) : singleHeading)),
    '<footer>The same in data: report.json. A line of the trace: <code>cordon show trace.jsonl:LINE</code></footer>',
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function factsHtml(report: Report): string {
  return listHtml('facts', [
    [
      report.kind === 'client' ? 'Client' : report.kind === 'service' ? 'Service' : 'Target',
      wire(report.target),
    ],
    ['Profile', escapeText(report.profile)],
    ['Seed', String(report.seed)],
    [
      'Started',
      `<time datetime="${escapeAttribute(report.startedAt)}">${escapeText(dayAndTime(report.startedAt))}</time>`,
    ],
    ['Duration', secondsText(report.durationMs)],
  ]);
}

function overviewHtml(runs: readonly Report[]): string {
  const rows = runs.map(
    (run, index) =>
      `<tr class="exit-${run.exitCode}"><td><a href="#run-${index + 1}">${escapeText(run.kind)} ${wire(run.target)}</a></td>` +
      `<td>${escapeText(run.profile)}</td><td class="number">${run.totals.pass}</td><td class="number">${run.totals.fail}</td>` +
      `<td class="number">${run.totals.unproven}</td><td class="number">${run.totals.broken}</td><td class="number">${run.totals.notSelected}</td><td class="number">${run.exitCode}</td></tr>`,
  );
  const head = ['Pass', 'Fail', 'Unproven', 'Broken', 'Not selected', 'Exit']
    .map((name) => `<th class="number">${name}</th>`)
    .join('');
  return `<section><table class="runs"><thead><tr><th>Run</th><th>Profile</th>${head}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody></table></section>`;
}

const singleHeading = '<section>\n<h2>Verdicts</h2>';

function runHeading(run: Report, index: number): string {
  const words = `profile ${run.profile}, seed ${run.seed}, ${secondsText(run.durationMs)}: ${summaryLine(run)}`;
  return `<section id="run-${index + 1}">\n<h2>${escapeText(run.kind)} ${wire(run.target)}</h2>\n<p class="run-line">${escapeText(words)}</p>`;
}

function runHtml(run: Report, heading: string): string {
  const groups = GROUPS.flatMap(([standing, title]) => {
    const verdicts = run.verdicts.filter((verdict) => standingOf(verdict) === standing);
    return verdicts.length === 0
      ? []
      : [
          groupHtml(
            title,
            verdicts.length,
            verdicts.map((verdict) => verdictHtml(verdict, standing)),
          ),
        ];
  });
  if (run.notSelected.length > 0)
    groups.push(groupHtml('Not selected', run.notSelected.length, notSelectedHtml(run)));
  return [
    heading,
    notesHtml(run.notes),
    groups.length === 0
      ? '<p>No requirement was judged.</p>'
      : `<table class="verdicts"><colgroup><col class="mark"><col></colgroup>\n${groups.join('\n')}\n</table>`,
    ...examplesHtml(run),
    '</section>',
  ].join('\n');
}

function groupHtml(title: string, count: number, rows: readonly string[]): string {
  return `<tbody>\n<tr class="group"><th colspan="2" scope="rowgroup">${title} <span>${count}</span></th></tr>\n${rows.join('\n')}\n</tbody>`;
}

function verdictHtml(verdict: ReportVerdict, standing: Standing): string {
  const calm = standing === 'pass' || standing === 'not-applicable';
  return (
    `<tr${calm ? ' class="calm"' : ''}><td class="mark"><span class="badge ${verdict.verdict}">${verdict.verdict}</span></td>` +
    `<td><code class="id">${escapeText(verdict.requirement)}</code>\n<p class="reason wire">${escapeText(verdict.reason)}</p>` +
    `${calm ? '' : detailsHtml(verdict, standing)}</td></tr>`
  );
}

function detailsHtml(verdict: ReportVerdict, standing: Standing): string {
  const requirement = requirementOf(verdict.requirement);
  const source = requirement === undefined ? [] : [`: ${requirement.source.map(sourceHtml).join(', ')}`];
  return listHtml('details', [
    ...(standing === 'tolerated' ? ([['Tolerated', wire(toleranceOf(verdict))]] as const) : []),
    ...(requirement ? ([['Requires', escapeText(requirement.statement)]] as const) : []),
    ['Source', `${verdict.strength}${source.join('')}`],
    ...(verdict.evidence.length > 0 ? ([['Trace lines', verdict.evidence.join(', ')]] as const) : []),
    ...(verdict.replay === '' ? [] : ([['Replay', `<code>${escapeText(verdict.replay)}</code>`]] as const)),
  ]);
}

/** `rfc9110#15.5.2` becomes a link to that section. */
function sourceHtml(source: string): string {
  const rfc = /^rfc(\d+)#([\w.]+)$/.exec(source);
  if (!rfc) return escapeText(source);
  return `<a href="https://www.rfc-editor.org/rfc/rfc${rfc[1]}#section-${rfc[2]}">RFC ${rfc[1]} §${rfc[2]}</a>`;
}

function notSelectedHtml(run: Report): string[] {
  const byNeeds = Map.groupBy(run.notSelected, ({ needs }) => needs.join(', '));
  return [...byNeeds].map(
    ([needs, rows]) =>
      `<tr class="calm"><td class="mark"><span class="badge">needs ${escapeText(needs)}</span></td>` +
      `<td>${rows.map(({ requirement }) => `<code>${escapeText(requirement)}</code>`).join(', ')}</td></tr>`,
  );
}

function examplesHtml(run: Report): string[] {
  const examples = run.counterexamples ?? [];
  if (examples.length === 0) return [];
  return [
    '<h3>Counterexamples</h3>',
    ...examples.map(({ requirements, breaks, reason, seed, path, shrinks, spec }) => {
      return (
        `<div class="example"><p><code class="id">${escapeText(requirements.join(', '))}</code></p>` +
        `<p class="wire">${escapeText(reason)}</p>` +
        `<p class="run-line">${escapeText(kindOf({ breaks, spec }))}, seed ${seed}, path ${escapeText(path)}, ${shrinks} shrinks</p>` +
        `<pre>${escapeText(JSON.stringify(spec, null, 2))}</pre></div>`
      );
    }),
  ];
}

function notesHtml(notes: readonly string[]): string {
  return notes.length === 0
    ? ''
    : `<ul class="notes">${notes.map((note) => `<li>${wire(note)}</li>`).join('')}</ul>`;
}

function listHtml(name: string, items: readonly (readonly [term: string, html: string])[]): string {
  const grouped = name === 'facts';
  const rows = items.map(
    ([term, html]) => `${grouped ? '<div>' : ''}<dt>${term}</dt><dd>${html}</dd>${grouped ? '</div>' : ''}`,
  );
  return `<dl class="${name}">${rows.join('')}</dl>`;
}

/** A value from outside, kept apart from the direction of the text around it. */
function wire(text: string): string {
  return `<bdi>${escapeText(text)}</bdi>`;
}

const secondsText = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const dayAndTime = (iso: string) => iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');

/** The style sheet of report.html: light and dark, narrow screens, paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --ink: #1b1f27; --soft: #5b6472; --line: #e0e4ea; --code: #f1f3f6; --link: #1d5fbf;
  --pass: #17713a; --pass-soft: #e2f3e8; --fail: #b3261e; --fail-soft: #fbe6e4;
  --unproven: #855200; --unproven-soft: #fdf0d5; --quiet: #566071; --quiet-soft: #eaedf2;
  --broken: #7a2aa6; --broken-soft: #f2e5f9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151a; --card: #1a1e25; --ink: #e7eaf0; --soft: #a0a9b8; --line: #2c323c; --code: #232933; --link: #82b1ff;
    --pass: #6fd694; --pass-soft: #15301f; --fail: #ff9c92; --fail-soft: #3d1a18;
    --unproven: #f2bf63; --unproven-soft: #37290d; --quiet: #a9b3c3; --quiet-soft: #272d37;
    --broken: #d9a4f5; --broken-soft: #331c40;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main, .top > div { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
p, dl, h1, h2, h3, ul { margin: 0; padding: 0; }
a { color: var(--link); }
code, pre { font: .86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
code, pre, .wire { overflow-wrap: anywhere; unicode-bidi: isolate; }
.top { background: var(--card); border-bottom: 1px solid var(--line); border-top: 6px solid var(--tone); padding: 1.6rem 0 1.5rem; }
.brand { color: var(--soft); font-size: .8rem; font-weight: 600; letter-spacing: .08em; text-transform: uppercase; }
h1 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .75rem; margin: .3rem 0 .2rem; font-size: 2rem; line-height: 1.2; }
h1 .word { color: var(--tone); }
h1 .word::first-letter { text-transform: uppercase; }
h1 .exit { color: var(--soft); font-size: 1rem; font-weight: 500; }
.facts { display: flex; flex-wrap: wrap; gap: .7rem 2rem; margin-top: 1.1rem; font-size: .88rem; }
.facts dt { color: var(--soft); font-size: .76rem; }
.facts dd { margin: 0; font-weight: 550; overflow-wrap: anywhere; }
.exit-0 { --tone: var(--pass); } .exit-1 { --tone: var(--fail); } .exit-2, .exit-3 { --tone: var(--unproven); } .exit-4 { --tone: var(--broken); }
.notes { margin: 0 0 1rem; padding: .7rem 1rem; background: var(--unproven-soft); border-left: 4px solid var(--unproven); border-radius: 4px; list-style: none; }
.notes li + li { margin-top: .3rem; }
section { margin: 2rem 0 2.5rem; }
h2 { margin-bottom: .6rem; font-size: 1.25rem; overflow-wrap: anywhere; }
.run-line { margin: -.4rem 0 .9rem; color: var(--soft); font-size: .9rem; }
h3 { margin: 1.6rem 0 .6rem; font-size: 1rem; }
table { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
th { text-align: left; }
td, th { padding: .6rem .9rem; vertical-align: top; border-bottom: 1px solid var(--line); }
tbody:last-child tr:last-child > * { border-bottom: 0; }
.group th { padding-top: .5rem; padding-bottom: .5rem; background: var(--quiet-soft); font-size: .8rem; font-weight: 650; }
.group span { color: var(--soft); font-weight: 500; }
.verdicts { table-layout: fixed; }
.mark { width: 10rem; }
.badge { display: inline-block; padding: .08rem .55rem; border-radius: .7rem; font-size: .76rem; font-weight: 650;
  color: var(--quiet); background: var(--quiet-soft); }
.badge.fail { color: var(--fail); background: var(--fail-soft); }
.badge.unproven { color: var(--unproven); background: var(--unproven-soft); }
.badge.broken { color: var(--broken); background: var(--broken-soft); }
.badge.pass { color: var(--pass); background: var(--pass-soft); }
.id { font-weight: 650; font-size: .92rem; }
.reason { margin-top: .15rem; white-space: pre-wrap; }
.calm td { padding-top: .35rem; padding-bottom: .35rem; }
.calm .reason { display: inline; margin-left: .5rem; color: var(--soft); font-size: .9rem; }
.details { display: grid; grid-template-columns: 6.6rem minmax(0, 1fr); gap: .15rem 1rem; margin-top: .5rem; font-size: .88rem; }
.details dt { color: var(--soft); }
.details dd { margin: 0; overflow-wrap: anywhere; }
pre, .details code { display: block; margin: 0; padding: .35rem .6rem; background: var(--code); border-radius: 5px; white-space: pre-wrap; }
.runs td, .runs th { padding: .5rem .9rem; }
.runs thead th { color: var(--soft); font-size: .78rem; font-weight: 600; }
.runs td:last-child { color: var(--tone); font-weight: 650; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.example { margin-bottom: .7rem; padding: .8rem .9rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.example p { margin: 0 0 .4rem; }
footer { margin: 2.5rem 0; color: var(--soft); font-size: .84rem; }
@media (max-width: 42rem) {
  main, .top > div { padding: 0 .9rem; }
  h1 { font-size: 1.6rem; }
  .verdicts tr, .verdicts td, .verdicts th { display: block; width: auto; }
  .verdicts td { border-bottom: 0; padding: .15rem .9rem .7rem; }
  .verdicts td.mark { padding: .7rem .9rem 0; }
  .verdicts tr { border-bottom: 1px solid var(--line); }
  .calm .reason { display: block; margin-left: 0; }
  .details { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .details dd { margin-bottom: .35rem; }
  .runs { display: block; overflow-x: auto; }
}
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --code: #f4f4f4; --link: #000;
    --pass: #17713a; --pass-soft: #fff; --fail: #b3261e; --fail-soft: #fff; --unproven: #855200; --unproven-soft: #fff;
    --quiet: #444; --quiet-soft: #eee; --broken: #7a2aa6; --broken-soft: #fff; }
  body { font-size: 10pt; }
  main, .top > div { max-width: none; padding: 0; }
  .badge { border: 1px solid currentColor; }
  table { overflow: visible; border-radius: 0; }
  tr, .example { break-inside: avoid; }
  .group, h2, h3 { break-after: avoid; }
}
`;

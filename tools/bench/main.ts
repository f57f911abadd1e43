// npm run bench [SECTION...]: cases, judge, emulator, others. Figures side by side in one run; ratios are what counts.
import { cpus } from 'node:os';
import { benchCases } from './cases.ts';
import { benchEmulator } from './emulator.ts';
import { benchJudge } from './judge.ts';
import { benchPrism, benchSchemathesis } from './others.ts';
import { tableOf, type Row } from './table.ts';

const SECTIONS = ['cases', 'judge', 'emulator', 'others'] as const;
const CASES = 6_000;
const EXCHANGES = [10_000, 100_000, 1_000_000];

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(SECTIONS as readonly string[]).includes(name));
if (unknown !== undefined) {
  console.error(`bench: there is no section ${unknown}; there are ${SECTIONS.join(', ')}`);
  process.exit(2);
}
const wanted = (name: (typeof SECTIONS)[number]) => asked.length === 0 || asked.includes(name);

const rows: Row[] = [];
const add = (more: Row[]) => {
  rows.push(...more);
  for (const { what } of more) console.error(`bench: ${what} done`);
};
if (wanted('cases')) add(await benchCases(CASES));
if (wanted('judge')) add(benchJudge(EXCHANGES));
if (wanted('emulator') || wanted('others')) {
  const { rows: own, emulator } = await benchEmulator();
  add(own);
  if (wanted('others')) {
    add(await benchPrism(emulator));
    add(await benchSchemathesis());
  }
}
const [cpu] = cpus();
console.log(`Node ${process.version}, ${cpus().length} processors (${cpu?.model ?? 'unknown'})`);
console.log(tableOf(rows));
const missed = rows.filter(({ met }) => met === false).length;
console.log(`${rows.length} figures, ${missed} ${missed === 1 ? 'aim' : 'aims'} missed`);

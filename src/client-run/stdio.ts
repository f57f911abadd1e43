import { readClientLine } from './answer.ts';
import { startCommand, type Command, type Stage } from './command.ts';
import { CLIENT_EVENTS } from './events.ts';
import { createLineSplitter, lineFor } from './lines.ts';

/** Of lines that are none of the protocol's so many are written to the trace. */
const MOST_GARBAGE = 20;

/** Starts the command once and hands it all calls as JSON Lines; input closes after the last answer. */
export async function driveStdio(stage: Stage): Promise<void> {
  const { recorder, s, clock } = stage;
  const open = new Set<number>();
  const known = new Set<number>();
  const lines = createLineSplitter();
  let saidMs = clock.now();
  let garbage = 0;
  let command: Command | undefined;
  const early: string[] = [];
  const noteGarbage = (detail: string) => {
    garbage += 1;
    if (garbage <= MOST_GARBAGE) recorder.client(s, CLIENT_EVENTS.garbage, detail);
  };
  const onLine = (line: string) => {
    if (line.trim() === '') return;
    const read = readClientLine(line);
    if (read.is !== 'hello' && read.garbage !== undefined) noteGarbage(read.garbage);
    if (read.is === 'hello')
      recorder.client(s, CLIENT_EVENTS.hello, `concurrency ${read.concurrency ?? 'not told'}`);
    if (read.is !== 'answer') return;
    const { call } = read.result;
    if (!known.has(call)) {
      noteGarbage(`an answer to call ${call}, which was not made`);
      return;
    }
    saidMs = clock.now();
    recorder.result(s, read.result);
    if (open.delete(call) && open.size === 0) {
      command?.endInput();
      recorder.client(s, CLIENT_EVENTS.inputClosed, 'every call is answered');
    }
  };
  const onText = (text: string) => {
    if (!command) {
      early.push(text);
      return;
    }
    try {
      lines.push(text).forEach(onLine);
    } catch (error) {
      command.giveUp(`it was ended because ${(error as Error).message}`);
    }
  };

  command = await startCommand(stage, { label: 'stdio', onText, saidMs: () => saidMs });
  const numbered = stage.calls.map((call) => ({ call: recorder.call(s, call), ...call }));
  for (const { call } of numbered) {
    open.add(call);
    known.add(call);
  }
  for (const call of numbered) command.write(lineFor(call));
  early.forEach(onText);
  await command.end;
  if (lines.rest().trim() !== '')
    noteGarbage(`a last line without its line end: ${JSON.stringify(lines.rest().slice(0, 80))}`);
}

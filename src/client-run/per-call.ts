import { startCommand, type Stage } from './command.ts';
import { callVariables } from './environment.ts';

/** Starts the command once for each call, one after another; its exit code is its answer. Stops at the first that had to be ended. */
export async function drivePerCall(stage: Stage): Promise<void> {
  for (const call of stage.calls) {
    if (stage.signal.aborted) return;
    const number = stage.recorder.call(stage.s, call);
    const command = await startCommand(stage, {
      label: `per-call, call ${number}`,
      variables: callVariables(call),
    });
    const end = await command.end;
    if ('stopped' in end) return;
    stage.recorder.result(stage.s, { call: number, exit: end.code });
  }
}

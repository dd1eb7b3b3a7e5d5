// "Done" reaches the back end after everything typed into the record has: it speaks about one revision.
import { RequestFailure } from '../../api/client.ts';
import type { RecordSaver } from '../correction/record-saver.ts';

export type Saver = Pick<RecordSaver, 'state' | 'lastKnown'>;
export type FinishPorts = { finish(recordId: string, revision: number): Promise<unknown>; fetchRevision(recordId: string): Promise<number>; wait(ms: number): Promise<void> };

const AGAIN_MS = 2000;

/** Resolves to false when another person's value for one of its fields has to be settled first. */
async function untilSaved({ state }: Saver, recordId: string): Promise<boolean> {
  const isPending = (): boolean => Object.keys(state.get().pending[recordId] ?? {}).length > 0;
  if (isPending()) {
    await new Promise<void>((resolve) => {
      const stop = state.subscribe(() => {
        if (isPending()) return;
        stop();
        resolve();
      });
    });
  }
  return !state.get().conflicts.some((conflict) => conflict.recordId === recordId);
}

export const codeOf = (error: unknown): string => (error instanceof RequestFailure ? error.problem.code : '');

/** Tries until it is through: a cut line is waited for, a revision that moved on is asked for anew. */
export async function finishWhenSaved(saver: Saver, recordId: string, ports: FinishPorts): Promise<void> {
  if (!(await untilSaved(saver, recordId))) return;
  let revision = saver.lastKnown(recordId)?.revision;
  for (;;) {
    try {
      revision ??= await ports.fetchRevision(recordId);
      await ports.finish(recordId, revision);
      return;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'no-connection') await ports.wait(AGAIN_MS);
      else if (code !== 'stale-revision') throw error;
      revision = undefined;
    }
  }
}

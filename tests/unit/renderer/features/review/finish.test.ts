import { describe, expect, it } from 'vitest';
import { RequestFailure, localProblem } from '../../../../../renderer/api/client.ts';
import { createStore } from '../../../../../renderer/api/store.ts';
import { finishWhenSaved, type FinishPorts } from '../../../../../renderer/features/review/finish-when-saved.ts';

type Saver = Parameters<typeof finishWhenSaved>[0];
const failure = (code: string): RequestFailure => new RequestFailure(localProblem(code, 409), null);

function desk(revision: number | undefined, pending: Readonly<Record<string, string>> = {}) {
  const state = createStore({ pending: { r1: pending }, isCutOff: false, latest: null, conflicts: [] }) as unknown as Saver['state'];
  const saver = { state, lastKnown: () => (revision === undefined ? undefined : { revision }) } as unknown as Saver;
  const sent: number[] = [];
  const answers: (string | null)[] = [];
  const ports: FinishPorts = {
    finish: async (_, seen) => {
      sent.push(seen);
      const code = answers.shift();
      if (code) throw failure(code);
    },
    fetchRevision: async () => 9,
    wait: async () => undefined,
  };
  const settle = (change: object): void => state.update((now) => ({ ...now, ...change }));
  return { saver, ports, sent, answers, settle };
}

describe('"done"', () => {
  it('waits until everything typed is saved', async () => {
    const { saver, ports, sent, settle } = desk(4, { so: '7' });
    const done = finishWhenSaved(saver, 'r1', ports);
    await Promise.resolve();
    expect(sent).toEqual([]);
    settle({ pending: {} });
    await done;
    expect(sent).toEqual([4]);
  });

  it('is not said while two values of a field wait to be settled', async () => {
    const { saver, ports, sent, settle } = desk(4);
    settle({ conflicts: [{ recordId: 'r1', field: 'so', mine: '1', theirs: '2' }] });
    await finishWhenSaved(saver, 'r1', ports);
    expect(sent).toEqual([]);
  });

  it('outlives a cut line and a revision that moved on', async () => {
    const { saver, ports, sent, answers } = desk(4);
    answers.push('no-connection', 'stale-revision', null);
    await finishWhenSaved(saver, 'r1', ports);
    expect(sent).toEqual([4, 9, 9]);
  });

  it('gives up on a refusal, and says which', async () => {
    const { saver, ports, answers } = desk(undefined);
    answers.push('four-eyes');
    await expect(finishWhenSaved(saver, 'r1', ports)).rejects.toThrow('four-eyes');
  });
});

import { describe, expect, it } from 'vitest';
import type { RecordDetail } from '../../../../../shared/api/records.ts';
import { RequestFailure, localProblem } from '../../../../../renderer/api/client.ts';
import { createStore } from '../../../../../renderer/api/store.ts';
import type { SaverState } from '../../../../../renderer/features/correction/record-saver.ts';
import { finishWhenSaved, type FinishPorts } from '../../../../../renderer/features/review/finish-when-saved.ts';

type Saver = Parameters<typeof finishWhenSaved>[0];
const failure = (code: string): RequestFailure => new RequestFailure(localProblem(code, 409), null);

const recordAt = (revision: number): RecordDetail => ({
  id: 'r1', seq: 1, recordType: 'KS', batchId: 'b', recordTypeConfidence: 1, title: '1/2018', pageIds: ['p1'], fieldCount: 0, doubtfulFields: 0, revision, form: null, fields: {}, warnings: [],
});

function desk(revision: number | undefined, pending: SaverState['pending'] = {}) {
  const state = createStore<SaverState>({ pending, isCutOff: false, latest: null, conflicts: [] });
  const saver: Saver = { state, lastKnown: () => (revision === undefined ? undefined : recordAt(revision)) };
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
  const settle = (change: Partial<SaverState>): void => state.update((now) => ({ ...now, ...change }));
  return { saver, ports, sent, answers, settle };
}

describe('"done"', () => {
  it('waits until everything typed is saved', async () => {
    const { saver, ports, sent, settle } = desk(4, { r1: { so: { value: '7' } } });
    const done = finishWhenSaved(saver, 'r1', ports);
    await Promise.resolve();
    expect(sent).toEqual([]);
    settle({ pending: {} });
    await done;
    expect(sent).toEqual([4]);
  });

  it('is not said while two values of a field wait to be settled', async () => {
    const { saver, ports, sent, settle } = desk(4);
    settle({ conflicts: [{ recordId: 'r1', field: 'so', mine: { value: '1' }, theirs: '2' }] });
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

import { describe, expect, it } from 'vitest';
import type { RecordDetail } from '../../../../../shared/api/records.ts';
import { RequestFailure, localProblem } from '../../../../../renderer/api/client.ts';
import { createRecordSaver } from '../../../../../renderer/features/correction/record-saver.ts';
import type { Unsaved } from '../../../../../renderer/features/correction/unsaved-store.ts';
import { newestOf, withPending } from '../../../../../renderer/features/correction/with-pending.ts';

const reading = (value: string) => ({ value, confidence: 0.5, page: 1, box: [1, 2, 3, 4] as const, from: 'ocr' as const, warnings: [] });
const record = (fields: Record<string, string>, revision = 1): RecordDetail => ({
  id: 'r', batchId: 'b', seq: 1, recordType: 'KS', recordTypeConfidence: 1, title: '', pageIds: ['p'], fieldCount: 1, doubtfulFields: 1, revision, form: null,
  fields: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, reading(value)])), warnings: [],
});
const refusal = (code: string, status: number): RequestFailure => new RequestFailure({ ...localProblem(code, status), retry: 'none' }, null);

/** A small back end in memory that refuses stale revisions as the real one does, and can be cut off. */
function createDesk(first: RecordDetail) {
  let server = first;
  let known: RecordDetail | undefined = first;
  let cutFor = 0;
  const refused: unknown[] = [];
  const puts: string[] = [];
  const kept = new Map<string, string>();
  const takenBack: string[] = [];
  let losing = 0;
  /** The server has done what was asked; the answer never comes. */
  const mayLose = (): void => {
    if (losing === 0) return;
    losing -= 1;
    throw refusal('no-connection', 0);
  };
  const takeBack = (what: string, revision: number | undefined): RecordDetail => {
    if (revision !== undefined && revision !== server.revision) throw refusal('stale-revision', 409);
    takenBack.push(what);
    server = { ...server, revision: server.revision + 1 };
    mayLose();
    return server;
  };
  const saver = createRecordSaver({
    async put(_id, field, { value }, revision) {
      await Promise.resolve();
      if (cutFor > 0) {
        cutFor -= 1;
        throw refusal('no-connection', 0);
      }
      if (value === 'refuse me') throw refusal('bad-request', 400);
      if (revision !== server.revision) throw refusal('stale-revision', 409);
      puts.push(`${field}=${value}`);
      server = { ...server, revision: server.revision + 1, fields: { ...server.fields, [field]: { ...reading(value), from: 'clerk', confidence: 1 } } };
      mayLose();
      return server;
    },
    undo: async (_id, revision) => takeBack('undo', revision),
    redo: async (_id, revision) => takeBack('redo', revision),
    fetch: async () => server,
    known: () => known,
    learn: (fresh) => { known = fresh; },
    refused: (error) => refused.push(error),
    wait: async () => undefined,
    unsaved: { keep: (one) => kept.set(`${one.kind} ${one.field}`, one.written.value), drop: (kind, _id, field) => kept.delete(`${kind} ${field}`) },
  });
  return { kept, takenBack, loseAnswers: (count: number) => { losing = count; }, saver, refused, puts, server: () => server, known: () => known, cut: (times: number) => { cutFor = times; }, other: (field: string, value: string) => { server = { ...server, revision: server.revision + 1, fields: { ...server.fields, [field]: reading(value) } }; } };
}

const left = (field: string, value: string, before: string): Unsaved => ({ kind: 'left', recordId: 'r', field, written: { value }, before, by: '', atMs: 0 });

describe('saving a field', () => {
  it('sends it with the revision seen and learns the answer', async () => {
    const desk = createDesk(record({ nksHoTen: 'A' }));
    await desk.saver.save('r', 'nksHoTen', { value: 'B' });
    expect(desk.known()?.fields['nksHoTen']?.value).toBe('B');
    expect(desk.saver.state.get()).toMatchObject({ pending: {}, isCutOff: false, conflicts: [], latest: { revision: 2 } });
  });

  it('keeps the order of edits of one record, each on the revision the one before made', async () => {
    const desk = createDesk(record({ a: '1', b: '2' }));
    await Promise.all([desk.saver.save('r', 'a', { value: 'x' }), desk.saver.save('r', 'b', { value: 'y' }), desk.saver.save('r', 'a', { value: 'z' })]);
    expect(desk.puts).toEqual(['a=x', 'b=y', 'a=z']);
    expect(desk.server().revision).toBe(4);
  });

  it('shows the value as pending until it is in', async () => {
    const desk = createDesk(record({ a: '1' }));
    const saving = desk.saver.save('r', 'a', { value: 'x' });
    expect(desk.saver.state.get().pending).toEqual({ r: { a: { value: 'x' } } });
    expect(withPending(record({ a: '1' }), desk.saver.state.get().pending['r']).fields['a']).toMatchObject({ value: 'x', from: 'clerk', confidence: 1, box: [1, 2, 3, 4] });
    await saving;
    expect(desk.saver.state.get().pending).toEqual({});
  });

  it('never shows the old value between the answer and the cache telling its readers', async () => {
    const before = record({ a: '1' });
    const desk = createDesk(before);
    const shown: (string | undefined)[] = [];
    desk.saver.state.subscribe(() => {
      const { pending, latest } = desk.saver.state.get();
      // The cache still holds the record as it was.
      shown.push(withPending(newestOf(before, latest), pending['r']).fields['a']?.value);
    });
    await desk.saver.save('r', 'a', { value: 'x' });
    expect(new Set(shown)).toEqual(new Set(['x']));
  });

  it('tries again while the connection is cut, says so, and loses nothing', async () => {
    const desk = createDesk(record({ a: '1' }));
    desk.cut(5);
    const seen: boolean[] = [];
    desk.saver.state.subscribe(() => seen.push(desk.saver.state.get().isCutOff));
    await desk.saver.save('r', 'a', { value: 'x' });
    expect(seen).toContain(true);
    expect(desk.saver.state.get().isCutOff).toBe(false);
    expect(desk.puts).toEqual(['a=x']);
  });

  it('gives way to another person\'s edit of another field without a word', async () => {
    const desk = createDesk(record({ a: '1', b: '2' }));
    desk.other('b', 'theirs');
    await desk.saver.save('r', 'a', { value: 'x' });
    expect(desk.saver.state.get().conflicts).toEqual([]);
    expect(desk.server().fields['a']?.value).toBe('x');
    expect(desk.server().fields['b']?.value).toBe('theirs');
  });

  it('asks when another person wrote the same field, and overwrites neither', async () => {
    const desk = createDesk(record({ a: '1' }));
    desk.other('a', 'theirs');
    await desk.saver.save('r', 'a', { value: 'mine' });
    expect(desk.saver.state.get().conflicts).toEqual([{ recordId: 'r', field: 'a', mine: { value: 'mine' }, theirs: 'theirs' }]);
    expect(desk.server().fields['a']?.value).toBe('theirs');
  });

  it.each([['mine', 'mine'], ['theirs', 'theirs']] as const)('settles for %s when told so', async (keep, expected) => {
    const desk = createDesk(record({ a: '1' }));
    desk.other('a', 'theirs');
    await desk.saver.save('r', 'a', { value: 'mine' });
    const [conflict] = desk.saver.state.get().conflicts;
    if (!conflict) throw new Error('no conflict');
    desk.saver.settle(conflict, keep);
    await desk.saver.save('r', 'other', { value: 'after' });
    expect(desk.server().fields['a']?.value).toBe(expected);
    expect(desk.saver.state.get().conflicts).toEqual([]);
  });

  it('puts a value typed while the question stands into the question, and overwrites nothing', async () => {
    const desk = createDesk(record({ a: '1' }));
    desk.other('a', 'theirs');
    await Promise.all([desk.saver.save('r', 'a', { value: 'mine' }), desk.saver.save('r', 'a', { value: 'mine again' })]);
    expect(desk.server().fields['a']?.value).toBe('theirs');
    expect(desk.saver.state.get().conflicts).toEqual([{ recordId: 'r', field: 'a', mine: { value: 'mine again' }, theirs: 'theirs' }]);
  });

  it('sends the same value once, however often it is left', async () => {
    const desk = createDesk(record({ a: '1' }));
    await Promise.all([desk.saver.save('r', 'a', { value: 'x' }), desk.saver.save('r', 'a', { value: 'x' })]);
    expect(desk.puts).toEqual(['a=x']);
  });

  it('does not ask when both wrote the same', async () => {
    const desk = createDesk(record({ a: '1' }));
    desk.other('a', 'same');
    await desk.saver.save('r', 'a', { value: 'same' });
    expect(desk.saver.state.get().conflicts).toEqual([]);
  });

  it('tells a refusal, stops showing the value as saved, and goes on with the next', async () => {
    const desk = createDesk(record({ a: '1', b: '2' }));
    await Promise.all([desk.saver.save('r', 'a', { value: 'refuse me' }), desk.saver.save('r', 'b', { value: 'x' })]);
    expect(desk.refused).toHaveLength(1);
    expect(desk.puts).toEqual(['b=x']);
    expect(desk.saver.state.get().pending).toEqual({});
  });
});

describe('undo', () => {
  it('waits for what is still being saved', async () => {
    const desk = createDesk(record({ a: '1' }));
    const saving = desk.saver.save('r', 'a', { value: 'x' });
    const undone = await desk.saver.undo('r');
    await saving;
    expect(desk.puts).toEqual(['a=x']);
    expect(undone?.revision).toBe(3);
  });

  it('is carried out once when its answer is lost', async () => {
    const desk = createDesk(record({ a: '1' }));
    await desk.saver.save('r', 'a', { value: 'x' });
    desk.loseAnswers(1);
    expect((await desk.saver.undo('r'))?.revision).toBe(3);
    expect(desk.takenBack).toEqual(['undo']);
  });

  it('can be done again', async () => {
    const desk = createDesk(record({ a: '1' }));
    await desk.saver.undo('r');
    await desk.saver.redo('r');
    expect(desk.takenBack).toEqual(['undo', 'redo']);
  });

  it('is tried anew when another person changed the record meanwhile', async () => {
    const desk = createDesk(record({ a: '1', b: '2' }));
    desk.other('b', 'theirs');
    expect(await desk.saver.undo('r')).toBeDefined();
    expect(desk.takenBack).toEqual(['undo']);
  });
});

describe('an answer that is lost', () => {
  it('does not write the value a second time', async () => {
    const desk = createDesk(record({ a: '1' }));
    desk.loseAnswers(1);
    await desk.saver.save('r', 'a', { value: 'x' });
    expect(desk.puts).toEqual(['a=x']);
    expect(desk.known()?.fields['a']?.value).toBe('x');
    expect(desk.saver.state.get().conflicts).toEqual([]);
  });
});

describe('what is on its way', () => {
  it('is kept in the browser until it is in', async () => {
    const desk = createDesk(record({ a: '1' }));
    const saving = desk.saver.save('r', 'a', { value: 'x' });
    expect([...desk.kept]).toEqual([['left a', 'x']]);
    await saving;
    expect(desk.kept.size).toBe(0);
  });

  it('is sent when a window comes back', async () => {
    const desk = createDesk(record({ a: '1' }));
    await desk.saver.resume(left('a', 'x', '1'));
    expect(desk.puts).toEqual(['a=x']);
    expect(desk.kept.size).toBe(0);
  });

  it('is not sent again when it had come through before the window died', async () => {
    const desk = createDesk(record({ a: '1' }));
    await desk.saver.save('r', 'a', { value: 'x' });
    await desk.saver.resume(left('a', 'x', '1'));
    expect(desk.puts).toEqual(['a=x']);
  });

  it('is asked about when somebody has written there since', async () => {
    const desk = createDesk(record({ a: '1' }));
    desk.other('a', 'theirs');
    await desk.saver.resume(left('a', 'x', '1'));
    expect(desk.puts).toEqual([]);
    expect(desk.saver.state.get().conflicts).toEqual([{ recordId: 'r', field: 'a', mine: { value: 'x' }, theirs: 'theirs' }]);
  });
});

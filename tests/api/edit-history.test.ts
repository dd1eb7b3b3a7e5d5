// Taking back and doing again, each person for themselves; and why an empty value is empty.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problemSchema } from '../../shared/api/problem.ts';
import { editSchema, recordDetailSchema, recordListSchema, type RecordDetail } from '../../shared/api/records.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
let id: string;
beforeEach(async () => {
  temp = await createTempDir();
  backend = await openTestBackend(temp.dir);
  const batch = await backend.readPages({ 'a.txt': 'KS so=12? nksHoTen=A' });
  const { records } = await backend.json(recordListSchema, `/api/batches/${batch.id}/records`);
  id = records[0]?.id ?? '';
});
afterEach(async () => {
  await backend.close();
  await temp.remove();
});

const get = (): Promise<RecordDetail> => backend.json(recordDetailSchema, `/api/records/${id}`);
const valueOf = async (field: string): Promise<string | undefined> => (await get()).fields[field]?.value;
const records = () => backend.parts.records;
async function put(by: string, field: string, value: string, mark?: 'blank-on-paper' | 'unreadable-on-paper'): Promise<void> {
  const { revision } = await get();
  await records().putField(id, field, { value, revision, by, ...(mark ? { mark } : {}) });
}

describe('taking back', () => {
  it('takes back one\'s own edit and leaves what others did since', async () => {
    await put('lan', 'so', '13');
    await put('minh', 'nksHoTen', 'B');
    await records().undo(id, 'lan');
    expect([await valueOf('so'), await valueOf('nksHoTen')]).toEqual(['12', 'B']);
    await expect(records().undo(id, 'lan')).rejects.toMatchObject({ code: 'wrong-state' });
    expect(await valueOf('nksHoTen')).toBe('B');
  });

  it('refuses where another person has written over it, and says who', async () => {
    await put('lan', 'so', '13');
    await put('minh', 'so', '14');
    await expect(records().undo(id, 'lan')).rejects.toMatchObject({ code: 'changed-since', detail: { field: 'so', by: 'minh', value: '14' } });
    expect(await valueOf('so')).toBe('14');
    await records().undo(id, 'minh');
    expect(await valueOf('so')).toBe('13');
    await records().undo(id, 'lan');
    expect((await get()).fields['so']).toMatchObject({ value: '12', from: 'ocr' });
  });
});

describe('doing again', () => {
  it('does again in the order in which it was taken back, as often as one likes', async () => {
    await put('lan', 'so', '13');
    await put('lan', 'nksHoTen', 'B');
    const seen: string[] = [];
    for (const step of ['undo', 'undo', 'redo', 'redo', 'undo', 'redo'] as const) {
      await records()[step](id, 'lan');
      seen.push(`${await valueOf('so')}${await valueOf('nksHoTen')}`);
    }
    expect(seen).toEqual(['13A', '12A', '13A', '13B', '13A', '13B']);
    await expect(records().redo(id, 'lan')).rejects.toMatchObject({ code: 'wrong-state' });
  });

  it('ends with a new edit of one\'s own, not with somebody else\'s', async () => {
    await put('lan', 'so', '13');
    await records().undo(id, 'lan');
    await put('minh', 'nksHoTen', 'B');
    await records().redo(id, 'lan');
    expect(await valueOf('so')).toBe('13');
    await records().undo(id, 'lan');
    await put('lan', 'nksHoTen', 'C');
    await expect(records().redo(id, 'lan')).rejects.toMatchObject({ code: 'wrong-state' });
  });

  it('does not write over what another person has put there since', async () => {
    await put('lan', 'so', '13');
    await records().undo(id, 'lan');
    await put('minh', 'so', '15');
    await expect(records().redo(id, 'lan')).rejects.toMatchObject({ code: 'changed-since' });
    expect(await valueOf('so')).toBe('15');
  });

  it('is refused over HTTP with a problem that a clerk can read, and does nothing for another person', async () => {
    await put('minh', 'so', '13');
    await records().undo(id, 'minh');
    expect(await backend.json(problemSchema, `/api/records/${id}/redo`, { method: 'POST', status: 409 })).toMatchObject({ code: 'wrong-state' });
    expect(await valueOf('so')).toBe('12');
  });

  it('counts as the standing correction of its field', async () => {
    await put('lan', 'so', '13');
    await records().undo(id, 'lan');
    await records().redo(id, 'lan');
    const edits = z.array(editSchema).parse(await records().edits(id));
    expect(edits.map((edit) => [edit.after, edit.undoes, edit.redoes])).toEqual([['13', null, null], ['12', 1, null], ['13', null, 2]]);
  });
});

describe('an empty value', () => {
  it('says whether nothing is written or it cannot be read, also after undo and redo', async () => {
    await put('lan', 'so', '', 'unreadable-on-paper');
    expect((await get()).fields['so']).toMatchObject({ value: '', from: 'clerk', reasons: ['unreadable-on-paper'] });
    expect((await get()).doubtfulFields).toBe(0);
    await put('lan', 'so', '7');
    await records().undo(id, 'lan');
    expect((await get()).fields['so']?.reasons).toEqual(['unreadable-on-paper']);
    await records().undo(id, 'lan');
    await records().redo(id, 'lan');
    expect((await get()).fields['so']?.reasons).toEqual(['unreadable-on-paper']);
  });

  it('takes no mark together with a value', async () => {
    const { revision } = await get();
    const reply = await backend.request(`/api/records/${id}/fields/so`, { method: 'PUT', body: JSON.stringify({ value: '7', revision, mark: 'blank-on-paper' }) });
    expect(reply.status).toBe(400);
    expect(await valueOf('so')).toBe('12');
  });
});

describe('an undo whose answer was lost', () => {
  it('is not carried out twice when it is sent again', async () => {
    await put('operator', 'so', '13');
    await put('operator', 'nksHoTen', 'B');
    const user = (await records().edits(id))[0]?.by ?? '';
    const { revision } = await get();
    await records().undo(id, user, revision);
    await expect(records().undo(id, user, revision)).rejects.toMatchObject({ code: 'stale-revision' });
    expect([await valueOf('so'), await valueOf('nksHoTen')]).toEqual(['13', 'A']);
  });
});

describe('the evidence', () => {
  it('is where the clerk found the value, for a field that the reader did not see', async () => {
    const { revision } = await get();
    const changed = await records().putField(id, 'ghiChu', { value: 'cấp lại', revision, by: 'lan', evidence: { page: 1, box: [10, 20, 300, 40] } });
    expect(changed.fields['ghiChu']).toMatchObject({ value: 'cấp lại', page: 1, box: [10, 20, 300, 40], from: 'clerk' });
  });
});

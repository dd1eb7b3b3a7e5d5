// Numbers of a book run on: several records show together what none shows alone.
import { describe, expect, it } from 'vitest';
import { recordDetailSchema, recordListSchema, type RecordDetail } from '../../shared/api/records.ts';
import { openForEachTest } from '../support/for-each-test.ts';
import { openTestBackend, type TestBackend } from '../support/test-backend.ts';

let backend: TestBackend;
openForEachTest((dir) => openTestBackend(dir, { authenticate: async () => ({ id: 'lan', name: 'Lan', roles: ['clerk'] }) }), (opened) => {
  backend = opened;
});

const getRecord = (id: string) => backend.json(recordDetailSchema, `/api/records/${id}`);

/** One birth record for each number, in order. */
async function book(numbers: readonly string[]): Promise<readonly RecordDetail[]> {
  const batch = await backend.readPages(Object.fromEntries(numbers.map((so, index) => [`${String(index)}.txt`, `KS so=${so} quyenSo=01/2018 nksHoTen=TRẺ_${String(index)}`])));
  const { records } = await backend.json(recordListSchema, `/api/batches/${batch.id}/records`);
  return Promise.all(records.map((record) => getRecord(record.id)));
}

const warningsOf = (record: RecordDetail | undefined) => record?.fields['so']?.warnings.map((warning) => warning.code) ?? [];
const put = (record: RecordDetail, key: string, value: string) => backend.json(recordDetailSchema, `/api/records/${record.id}/fields/${key}`, { method: 'PUT', body: { value, revision: record.revision } });

describe('the numbers of a book', () => {
  it('are warned of where one is missing, and the record counts as doubtful', async () => {
    const records = await book(['1/2018', '2/2018', '5/2018', '6/2018']);
    expect(records.map(warningsOf)).toEqual([[], [], ['number-gap'], []]);
    expect(records[2]?.fields['so']?.warnings[0]?.detail).toEqual({ from: 3, to: 4 });
    expect(records.map((record) => record.doubtfulFields)).toEqual([0, 0, 1, 0]);
  });

  it('are warned of where one stands twice, until a clerk puts it right', async () => {
    const [first, second, third] = await book(['1/2018', '2/2018', '2/2018']);
    expect(warningsOf(third)).toEqual(['number-twice']);
    if (!first || !second || !third) throw new Error('three records');
    const mended = await put(third, 'so', '3/2018');
    expect(warningsOf(mended)).toEqual([]);
    expect(warningsOf(await getRecord(second.id))).toEqual([]);
  });

  it('are looked at again in the other records when a clerk changes one, whose revision stays', async () => {
    const [, second, third] = await book(['1/2018', '2/2018', '3/2018']);
    if (!second || !third) throw new Error('three records');
    await put(second, 'so', '3/2018');
    const after = await getRecord(third.id);
    expect(after.revision).toBe(third.revision);
    expect(warningsOf(after)).toEqual(['number-twice']);
    expect(after.doubtfulFields).toBe(1);
  });

  it('keep their warning when another field of the record is changed', async () => {
    const third = (await book(['1/2018', '2/2018', '2/2018']))[2];
    if (!third) throw new Error('three records');
    expect(warningsOf(await put(third, 'nksHoTen', 'LÊ BÌNH'))).toEqual(['number-twice']);
  });

  it('have gaps without meaning where the papers are no book', async () => {
    expect((await book(['3/2018', '48/2018', '117/2018'])).flatMap(warningsOf)).toEqual([]);
  });
});

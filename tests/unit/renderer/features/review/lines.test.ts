import { describe, expect, it } from 'vitest';
import { formatWork, parseWork } from '../../../../../renderer/features/review/review-route.ts';
import { reviewLines } from '../../../../../renderer/features/review/review-lines.ts';
import type { Remark } from '../../../../../shared/api/review.ts';
import type { FieldReading } from '../../../../../shared/domain/field.ts';

const field = (value: string, parts: Partial<FieldReading> = {}): FieldReading => ({ value, confidence: 0.99, page: 1, box: [0, 0, 1, 1], from: 'ocr', warnings: [], ...parts });
const record = (fields: Readonly<Record<string, FieldReading>>) => ({ id: 'r', batchId: 'b', seq: 1, recordType: 'KS', recordTypeConfidence: 1, title: '', pageIds: ['p'], fieldCount: 1, doubtfulFields: 0, revision: 1, form: null, fields: { ...fields }, warnings: [] });
const remark = (key: string): Remark => ({ id: '1', recordId: 'r', field: key, kind: 'wrong-mark', note: '', by: { id: 'm', name: 'Minh' }, at: '', lotId: null, isResolved: true });

describe('what a reviewer looks at', () => {
  it('first what the clerk changed, added, emptied, what the reader doubted, and what came back before', () => {
    const fields = { so: field('1'), nksHoTen: field('LÊ BÌNH', { from: 'clerk' }), meHoTen: field('LÊ C', { from: 'clerk' }), chaHoTen: field('', { from: 'clerk' }), nksDanToc: field('Kinh'), quyenSo: field('01') };
    const machine = { so: field('1'), nksHoTen: field('LÊ BINH'), chaHoTen: field('X'), nksDanToc: field('Kinh', { confidence: 0.4 }), quyenSo: field('01') };
    const lines = reviewLines({ record: record(fields), machine, remarks: [remark('quyenSo')] });
    expect(Object.fromEntries(lines.map((line) => [line.key, line.kind]))).toEqual({ so: 'same', nksHoTen: 'changed', meHoTen: 'added', chaHoTen: 'emptied', nksDanToc: 'same', quyenSo: 'same' });
    expect(lines.map((line) => line.isFirst)).toEqual([true, true, true, true, true, false]);
    expect(lines.at(-1)?.key).toBe('so');
  });

  it('a record with nothing in it has nothing to look at', () => expect(reviewLines({ record: record({}), machine: {}, remarks: [] })).toEqual([]));
});

describe('the address of work', () => {
  it('comes back as it went', () => {
    for (const work of [{ queue: 'review', recordId: 'r1', lotId: null }, { queue: 'sample', recordId: 'r1', lotId: 'l1' }] as const) expect(parseWork(formatWork(work))).toEqual(work);
    for (const broken of [null, '', 'review', 'review:', 'rubbish:r1', ':r1']) expect(parseWork(broken)).toBeNull();
  });
});

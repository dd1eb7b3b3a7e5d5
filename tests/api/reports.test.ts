import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { paceOf } from '../../backend/reports/unit-progress.ts';
import { weekOf } from '../../backend/reports/quality.ts';
import { batchSummarySchema } from '../../shared/api/batches.ts';
import { bookReportSchema, clerkTrendSchema, handoverListSchema, handoverSchema, progressReportSchema, qualitySchema, targetReplySchema } from '../../shared/api/reports.ts';
import { batchReviewSchema, stateReplySchema } from '../../shared/api/review.ts';
import { openForEachTest } from '../support/for-each-test.ts';
import { openThreePeople, type ThreePeople } from '../support/three-people.ts';

let office: ThreePeople;
openForEachTest(openThreePeople, (opened) => {
  office = opened;
});

const entry = (so: string, more = ''): string => `KS so=${so} quyenSo=01/2018 trangSo=5 ngayDangKy=02.03.2018 noiDangKy=UBND_xã_An_Nhơn ${more}`;
const reportOf = (id: string, who = 'chi') => office.as(who, bookReportSchema, `/api/batches/${id}/book-report`);
const setPlan = (id: string, mode: string) => office.as('chi', batchReviewSchema, `/api/batches/${id}/review/plan`, { method: 'PUT', body: { plan: { name: 'own', mode, sampling: null } } });
const minutes = (parts: object) => ({ direction: 'received', onDate: '2026-11-22', books: 1, cases: 3, pages: 3, giver: 'Ánh', taker: 'Bình', ...parts });

describe('the report of a book', () => {
  it('lists what to repair, each line at its record', async () => {
    const batch = await office.readPages({ 'a.txt': entry('01/2018'), 'b.txt': entry('04'), 'c.txt': entry('04/2018'), 'd.txt': 'KS trangSo=x', 'e.txt': 'gì đó' });
    const report = await reportOf(batch.id);
    const ids = (await office.recordsOf(batch.id)).map((record) => record.id);
    const codes = report.findings.map((line) => [line.code, line.recordId === null ? null : ids.indexOf(line.recordId)]);
    for (const expected of [['numbers-missing', 1], ['number-twice', 2], ['so-without-year', 1], ['value-missing', 3], ['trangSo-not-a-number', 3], ['type-unknown', 4]]) expect(codes).toContainEqual(expected);
    expect(report.here).toEqual({ cases: 5, pages: 5, files: 5 });
    expect(report.characters.find((row) => row.field === 'noiDangKy')).toMatchObject({ short: 3, long: 0, chars: 45 });
  });

  it('a sound book has nothing to repair; an empty one neither', async () => {
    const sound = await office.readPages({ 'a.txt': entry('01/2018'), 'b.txt': entry('02/2018') });
    expect((await reportOf(sound.id)).findings).toEqual([]);
    const empty = await office.as('lan', batchSummarySchema, '/api/batches', { method: 'POST', body: { name: 'trống' }, status: 201 });
    expect(await reportOf(empty.id)).toMatchObject({ findings: [], here: { cases: 0, pages: 0, files: 0 } });
    expect(await office.refused('chi', '/api/batches/none/book-report', { status: 404 })).toBe('not-found');
  });

  it('numbers run on from the book before, of the same place and year', async () => {
    const [one, two] = [await office.readPages({ 'a.txt': entry('01/2018'), 'b.txt': entry('02/2018') }, { name: 'quyển 1' }), await office.readPages({ 'c.txt': entry('04/2018') }, { name: 'quyển 2' })];
    expect((await reportOf(two.id)).findings.map((line) => line.code)).toEqual(['numbers-missing-at-start']);
    for (const batch of [one, two]) await office.as('chi', batchSummarySchema, `/api/batches/${batch.id}`, { method: 'PATCH', body: { facts: { place: 'UBND xã An Nhơn' } } });
    expect((await reportOf(two.id)).findings).toMatchObject([{ code: 'numbers-missing', detail: { from: 3, to: 3 } }]);
    expect((await reportOf(one.id)).findings).toMatchObject([{ code: 'numbers-missing', detail: { from: 3, to: 3 } }]);
  });

  it('comes as CSV, workbook and PDF; not to an auditor, who sees identifiers masked', async () => {
    const batch = await office.readPages({ 'a.txt': entry('02/2018') });
    const types = { csv: 'text/csv', xlsx: 'spreadsheetml', pdf: 'application/pdf' };
    for (const [format, type] of Object.entries(types)) {
      const reply = await office.request(`/api/batches/${batch.id}/book-report/file?format=${format}`, { headers: { 'x-test-user': 'chi' } });
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, expect.stringContaining(type)]);
      expect((await reply.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
    expect(await office.refused('chi', `/api/batches/${batch.id}/book-report/file?format=exe`, { status: 400 })).toBe('bad-request');
    expect(await office.refused('thu', `/api/batches/${batch.id}/book-report/file?format=csv`, { status: 403 })).toBe('not-allowed');
  });
});

describe('hand-over minutes', () => {
  it('are compared with what is here, out and back', async () => {
    const batch = await office.readPages({ 'a.txt': entry('01/2018'), 'b.txt': entry('02/2018') });
    const post = (body: object) => office.as('lan', handoverSchema, `/api/batches/${batch.id}/handovers`, { method: 'POST', body, status: 201 });
    await post(minutes({ cases: 3 }));
    await post(minutes({ direction: 'returned', pages: 2 }));
    const findings = (await reportOf(batch.id)).findings.map((line) => [line.detail['which'], line.detail['what'], line.detail['minutes'], line.detail['here']]);
    expect(findings).toEqual([['received', 'cases', 3, 2], ['received', 'pages', 3, 2], ['returned', 'pages', 3, 2]]);
    const { handovers } = await office.as('thu', handoverListSchema, `/api/batches/${batch.id}/handovers`);
    expect(handovers).toHaveLength(2);
    const pdf = await office.request(`/api/batches/${batch.id}/handovers/${handovers[0]?.id ?? ''}/file`, { headers: { 'x-test-user': 'lan' } });
    expect(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
    // What was signed is not rewritten: the next minutes hold.
    await post(minutes({ cases: 2, pages: 2 }));
    expect((await reportOf(batch.id)).received).toMatchObject({ cases: 2 });
  });

  it('refuse dates that are none, counts below nothing, and somebody else\'s minutes', async () => {
    const batch = await office.readPages({ 'a.txt': entry('01/2018') });
    for (const wrong of [{ onDate: '31/02/2026' }, { onDate: '2026-02-31' }, { cases: -1 }, { pages: 1.5 }, { direction: 'lost' }]) expect(await office.refused('lan', `/api/batches/${batch.id}/handovers`, { method: 'POST', body: minutes(wrong), status: 400 })).toBe('bad-request');
    expect(await office.refused('thu', `/api/batches/${batch.id}/handovers`, { method: 'POST', body: minutes({}), status: 403 })).toBe('not-allowed');
    expect(await office.refused('lan', `/api/batches/${batch.id}/handovers/none/file`, { status: 404 })).toBe('not-found');
  });
});

describe('quality', () => {
  it('counts what the reader got wrong, and what of it nobody was told', async () => {
    const batch = await office.readPages({ 'a.txt': 'KS so=1 nksHoTen=LÊ_B? meHoTen=LÊ_C', 'b.txt': 'KS so=2 nksHoTen=LÊ_D' });
    await setPlan(batch.id, 'one-look');
    const [one, two] = await office.recordsOf(batch.id);
    await office.key('lan', one?.id ?? '', { nksHoTen: 'LÊ BÌNH', meHoTen: 'LÊ CHI' });
    const seen = async () => office.as('chi', qualitySchema, `/api/reports/quality?batchId=${batch.id}`);
    expect(await seen()).toMatchObject({ records: 1, total: { fields: 3, wrong: 2, silent: 1, doubted: 1 } });
    await office.key('lan', two?.id ?? '');
    const { groups, total } = await seen();
    expect(total).toMatchObject({ fields: 5, wrong: 2, silent: 1 });
    expect(groups['kind']?.[0]).toMatchObject({ key: 'personName', fields: 3, wrong: 2 });
    expect(groups['engine']).toMatchObject([{ key: 'text-steps 1', fields: 5 }]);
    expect(await office.as('chi', qualitySchema, '/api/reports/quality?batchId=none')).toMatchObject({ records: 0, total: { fields: 0 } });
  });

  it('what is put right after acceptance is counted anew', async () => {
    const batch = await office.readPages({ 'a.txt': 'KS so=1' });
    await setPlan(batch.id, 'one-look');
    const [one] = await office.recordsOf(batch.id);
    await office.key('lan', one?.id ?? '');
    await office.key('lan', one?.id ?? '', { so: '7' });
    expect((await office.as('chi', qualitySchema, '/api/reports/quality')).total).toMatchObject({ fields: 1, wrong: 1 });
  });

  it('a clerk\'s figures are the clerk\'s and the admin\'s, nobody else\'s', async () => {
    const batch = await office.readPages({ 'a.txt': 'KS so=1' });
    await setPlan(batch.id, 'key-and-review');
    const [one] = await office.recordsOf(batch.id);
    const id = one?.id ?? '';
    await office.key('lan', id);
    await office.as('minh', stateReplySchema, `/api/records/${id}/verdict`, { method: 'POST', body: { verdict: 'return', revision: 1, remarks: [{ field: 'so', kind: 'wrong-value' }] } });
    for (const who of ['lan', 'chi']) expect(await office.as(who, clerkTrendSchema, '/api/reports/people/lan')).toMatchObject({ weeks: [{ keyed: 1, returned: 1, remarks: 1 }], kinds: [{ kind: 'wrong-value', count: 1 }] });
    for (const who of ['bao', 'minh', 'thu']) expect(await office.refused(who, '/api/reports/people/lan', { status: 403 })).toBe('not-allowed');
    expect(await office.refused('lan', '/api/reports/quality', { status: 403 })).toBe('not-allowed');
    expect(await office.as('bao', clerkTrendSchema, '/api/reports/people/bao')).toMatchObject({ weeks: [], kinds: [] });
  });

  it('weeks begin on Monday', () => expect(['2026-11-22T23:00:00Z', '2026-11-23T00:00:00Z', '2026-01-01T00:00:00Z'].map(weekOf)).toEqual(['2026-11-16', '2026-11-23', '2025-12-29']));
});

describe('progress of units', () => {
  it('sets what is accepted against what the books say is to come', async () => {
    const batch = await office.readPages({ 'a.txt': entry('01/2018'), 'b.txt': entry('02/2018') });
    await setPlan(batch.id, 'one-look');
    const target = { unit: 'xã An Nhơn', expectedRecords: 40, expectedPages: null, firstNumber: null, lastNumber: null, deadline: '2020-01-31' };
    expect(await office.as('chi', targetReplySchema, `/api/batches/${batch.id}/target`, { method: 'PUT', body: target })).toEqual({ target });
    const [one] = await office.recordsOf(batch.id);
    await office.key('lan', one?.id ?? '');
    const { units } = await office.as('thu', progressReportSchema, '/api/reports/progress');
    expect(units).toMatchObject([{ unit: 'xã An Nhơn', expected: 40, records: 2, accepted: 1, books: [{ expected: 40, accepted: 1, stage: 'correcting', isLate: true, perDay: 1 }] }]);
    expect((await reportOf(batch.id)).findings.map((line) => line.code)).toEqual(['count-differs']);
    expect(await office.refused('lan', `/api/batches/${batch.id}/target`, { method: 'PUT', body: target, status: 403 })).toBe('not-allowed');
    expect(await office.as('lan', z.object({ target: z.unknown() }), `/api/batches/${batch.id}/target`)).toEqual({ target });
  });

  it('the pace is that of the last fortnight', () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    const daysAgo = (days: number): string => new Date(now - days * 86_400_000).toISOString();
    expect(paceOf([], now)).toBe(0);
    expect(paceOf([daysAgo(30)], now)).toBe(0);
    expect(paceOf(Array.from({ length: 40 }, () => daysAgo(3.5)), now)).toBe(10);
    expect(paceOf([daysAgo(0.1)], now)).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { documentCode, recordFileName, takeName } from '../../../backend/packaging/file-name.ts';

const ks = (values: Record<string, string>, seq = 7): ReturnType<typeof recordFileName> => recordFileName({ recordType: 'KS', values, seq });
const FULL = { so: '05/2017', quyenSo: '01/2017', ngayDangKy: '03.02.2017' };

describe('the name of a civil-status PDF', () => {
  it('is type, year of the book, book, date and number, with the zeros of the paper', () => {
    expect(ks(FULL)).toEqual({ name: 'KS.2017.01.2017-02-03.05', book: 'KS.2017.01', missing: [] });
    expect(ks({ so: '62/2017', quyenSo: '1/2017', ngayDangKy: '5.7.2017' }).name).toBe('KS.2017.01.2017-07-05.62');
  });

  it('keeps the year of the book when it differs from the year of the entry', () => {
    expect(ks({ ...FULL, quyenSo: '02/2016' }).name).toBe('KS.2016.02.2017-02-03.05');
    expect(ks({ ...FULL, quyenSo: 'Quyển 02/2016-2018' }).name).toBe('KS.2016.02.2017-02-03.05');
  });

  it.each(['02/2017-2018', '2/2017 - 2018', 'Quyển 02/2017–2018'])('names the entries of a book of several years (%s) by the year it was opened', (quyenSo) => {
    expect(recordFileName({ recordType: 'KS', values: { ...FULL, quyenSo, so: '11/2018', ngayDangKy: '09.04.2018' }, seq: 7 })).toEqual({ name: 'KS.2017.02.2018-04-09.11', book: 'KS.2017.02', missing: [] });
  });

  it('takes only the number of a reference with an office behind it', () => {
    expect(recordFileName({ recordType: 'HN', values: { ...FULL, so: '15/UBND-XNTTHN' }, seq: 1 }).name).toBe('HN.2017.01.2017-02-03.15');
    expect(ks({ ...FULL, so: '12a/2017' }).name).toBe('KS.2017.01.2017-02-03.12a');
  });

  it.each([
    ['no book', { so: FULL.so, ngayDangKy: FULL.ngayDangKy }, 'KS.2017.00.2017-02-03.05', ['quyenSo']],
    ['no date', { so: FULL.so, quyenSo: FULL.quyenSo }, 'KS.2017.01.0000-00-00.05', ['ngayDangKy']],
    ['no number', { quyenSo: FULL.quyenSo, ngayDangKy: FULL.ngayDangKy }, 'KS.2017.01.2017-02-03.x0007', ['so']],
    ['nothing', {}, 'KS.0000.00.0000-00-00.x0007', ['quyenSo', 'ngayDangKy', 'so']],
    ['a day that is none', { ...FULL, ngayDangKy: '31.02.2017' }, 'KS.2017.01.0000-00-00.05', ['ngayDangKy']],
    ['a partial date', { ...FULL, ngayDangKy: '02.2017' }, 'KS.2017.01.0000-00-00.05', ['ngayDangKy']],
  ])('falls back and says so: %s', (_, values, name, missing) => {
    expect(ks(values)).toMatchObject({ name, missing });
  });

  it.each(['../../etc/passwd', '/etc/passwd', '..', 'C:\\x', 'a\u0000b', '😀', '5\n6', 'x'.repeat(40_000), 'Số: năm/2017'])('makes a safe name of any number: %j', (so) => {
    const { name } = ks({ ...FULL, so });
    expect(name).toMatch(/^KS\.\d{4}\.\d{2,3}\.\d{4}-\d{2}-\d{2}\.[A-Za-z0-9_-]+$/);
    expect(name.length).toBeLessThanOrEqual(120);
  });

  it('names documents by date and code, and unknown papers by their place', () => {
    expect(recordFileName({ recordType: 'VB', values: { IssuedDate: '18.03.2019', CodeNumber: '37', CodeNotation: '37/QĐ-UBND' }, seq: 3 }).name).toBe('VB.2019-03-18.37-QD-UBND');
    expect(recordFileName({ recordType: 'VB', values: {}, seq: 3 })).toEqual({ name: 'VB.0000-00-00.x0003', book: 'VB', missing: ['IssuedDate', 'CodeNumber'] });
    expect(recordFileName({ recordType: null, values: FULL, seq: 12 })).toEqual({ name: 'KHAC.0012', book: 'KHAC', missing: [] });
  });
});

it('joins number and notation without saying the number twice', () => {
  expect(documentCode({ CodeNumber: '37', CodeNotation: 'QĐ-UBND' })).toBe('37/QĐ-UBND');
  expect(documentCode({ CodeNumber: '37', CodeNotation: '37/QĐ-UBND' })).toBe('37/QĐ-UBND');
  expect(documentCode({ CodeNumber: '37' })).toBe('37');
  expect(documentCode({})).toBe('');
});

it('gives a taken name a number, whatever its case', () => {
  const taken = new Map<string, string>();
  expect(takeName(taken, 'KS.1', 'first')).toEqual({ name: 'KS.1', collidedWith: undefined });
  expect(takeName(taken, 'ks.1')).toEqual({ name: 'ks.1-2', collidedWith: 'first' });
  expect(takeName(taken, 'KS.1')).toEqual({ name: 'KS.1-3', collidedWith: 'first' });
});

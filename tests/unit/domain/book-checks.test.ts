import { describe, expect, it } from 'vitest';
import { checkCounts, checkPresence, checkYearNumbering, countCharacters, type BookRecord } from '../../../shared/domain/book-checks.ts';

let made = 0;
const record = (so: string, parts: Partial<BookRecord> = {}): BookRecord => {
  made += 1;
  return { id: `r${made}`, bookId: 'sổ 1', seq: made, recordType: 'KS', values: { so, ngayDangKy: '02.03.2018' }, ...parts };
};
const numbering = (records: readonly BookRecord[], bounds = {}) => checkYearNumbering(records, 'sổ 1', bounds).map(({ code, detail }) => [code, detail['from'] ?? detail['number'], detail['to'] ?? detail['number']]);

describe('numbers of a book', () => {
  it('are silent about a book that runs from 01 on', () => expect(numbering(['01/2018', '02/2018', '3/2018'].map((so) => record(so)))).toEqual([]));
  it('name a gap, a double and a wrong start', () => {
    expect(numbering(['03/2018', '05/2018', '05/2018', '09/2018'].map((so) => record(so)))).toEqual([['numbers-missing-at-start', 1, 2], ['numbers-missing', 4, 4], ['number-twice', 5, 5], ['numbers-missing', 6, 8]]);
  });
  it('begin anew each year, also within one book', () => expect(numbering(['01/2017', '02/2017', '01/2018'].map((so) => record(so)))).toEqual([]));
  it('run on across the books of a year', () => {
    const second = (so: string) => record(so, { bookId: 'sổ 2' });
    expect(numbering([record('01/2018'), record('02/2018'), second('03/2018'), second('05/2018')])).toEqual([]);
    expect(checkYearNumbering([record('01/2018'), record('02/2018'), second('04/2018')], 'sổ 2').map(({ code }) => code)).toEqual(['numbers-missing']);
    expect(checkYearNumbering([record('01/2018'), second('01/2018')], 'sổ 2')[0]?.detail).toMatchObject({ isOtherBook: 1 });
  });
  it('are counted apart for each kind of case', () => expect(numbering([record('01/2018'), record('01/2018', { recordType: 'KH' })])).toEqual([]));
  it('take the year of registration where the number has none, and leave what has neither', () => {
    expect(numbering([record('1'), record('2/2018'), record('abc'), record('', { values: {} }), record('7', { values: { so: '7' } })])).toEqual([]);
  });
  it('hold the book to what its cover says', () => expect(numbering([record('11/2018'), record('12/2018')], { first: 10, last: 15 })).toEqual([['numbers-missing-at-start', 10, 10], ['numbers-missing-at-end', 13, 15]]));
  it('bear ten thousand records and absurd numbers', () => {
    expect(numbering(Array.from({ length: 10_000 }, (_, at) => record(`${at + 1}/2018`)))).toEqual([]);
    expect(numbering([record('01/2018'), record('999999/2018')])).toEqual([['numbers-missing', 2, 999_998]]);
  });
});

describe('a record of a book', () => {
  it('has its number, book and date', () => {
    expect(checkPresence(record('', { values: { so: ' ', quyenSo: '01/2018' } })).map(({ field }) => field)).toEqual(['so', 'ngayDangKy']);
    expect(checkPresence(record('1', { recordType: null }))).toMatchObject([{ code: 'type-unknown' }]);
    expect(checkPresence(record('', { recordType: 'VB', values: {} }))).toEqual([]);
  });
});

describe('counts', () => {
  it('against the minutes name what differs, and leave what was not counted', () => {
    expect(checkCounts({ cases: 30, pages: 61, files: 30 }, { cases: 30, pages: 60, files: 0 }, 'received')).toEqual([{ code: 'count-differs', recordId: null, field: null, detail: { which: 'received', what: 'pages', minutes: 60, here: 61 } }]);
  });
  it('of characters part at sixteen, letters with marks counting once', () => {
    const fifteen = 'NGUYỄN VĂN BÌNH';
    expect([...fifteen]).toHaveLength(15);
    const counted = countCharacters([record('', { values: { nksHoTen: fifteen.normalize('NFD') } }), record('', { values: { nksHoTen: `${fifteen}H`, so: '' } })]);
    expect(counted).toEqual([{ recordType: 'KS', field: 'nksHoTen', short: 1, long: 1, chars: 31 }]);
    expect(countCharacters([])).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { compareDates, findDate, formatDate, isRealDate, parseStoredDate } from '../../../shared/domain/dates.ts';
import { mendDateWords, parseDateWords, writeDateWords } from '../../../shared/domain/dates-in-words.ts';

const found = (text: string) => { const one = findDate(text); return one && formatDate(one.date); };

describe('dates in figures', () => {
  it.each([
    ['sinh ngày 05/03/2019 tại', '05.03.2019'], ['5-3-2019', '05.03.2019'], ['05 . 03 . 2019', '05.03.2019'], ['Tam Thanh, ngày 6 tháng 11 năm 2022', '06.11.2022'],
    ['ngày 22 thúng 04 nãm 2022', '22.04.2022'], ['tháng 01 năm 2019', '01.2019'], ['01/2019', '01.2019'], ['năm sinh 1971', '1971'],
  ])('reads %s', (text, value) => { expect(found(text)).toBe(value); });

  it.each(['', '31/02/2020', 'số 205900357', '12/2', 'ngày tháng năm'])('finds none in "%s"', (text) => { expect(found(text)).toBeUndefined(); });

  it('knows leap years and days of months', () => {
    expect(isRealDate({ day: 29, month: 2, year: 2020 })).toBe(true);
    expect(isRealDate({ day: 29, month: 2, year: 1900 })).toBe(false);
    expect(isRealDate({ day: 31, month: 4, year: 2020 })).toBe(false);
    expect(isRealDate({ year: 1500 })).toBe(false);
  });

  it('stores and reads back whole and partial dates', () => {
    for (const text of ['05.03.2019', '03.2019', '2019']) expect(formatDate(parseStoredDate(text) ?? { year: 0 })).toBe(text);
    expect(parseStoredDate('5.3.2019')).toBeUndefined();
    expect(compareDates({ year: 2019 }, { year: 2019, month: 3 })).toBe(0);
    expect(compareDates({ year: 2018, month: 4 }, { year: 2018, month: 3 })).toBeLessThan(0);
  });
});

describe('dates in words', () => {
  it.each([
    ['Ngày Hai Tháng Ba Năm Hai Nghìn Linh Tám', '02.03.2008'], ['Ngày Hai Tháng Ba Năm Hai Nghìn Không Trăm Linh Tám', '02.03.2008'],
    ['Ngày hai, tháng bảy, năm một ngàn chín trăm chín mươi', '02.07.1990'], ['ngày mùng năm tháng giêng năm một nghìn chín trăm bảy mươi lăm', '05.01.1975'],
    ['Ngày mồng một tháng chạp năm hai nghìn lẻ một', '01.12.2001'], ['Ngày năm tháng năm năm hai nghìn không trăm linh năm', '05.05.2005'],
    ['tám giờ mười lăm phút, ngày hai mươi mốt tháng sáu năm hai nghìn không trăm hai mươi', '21.06.2020'], ['Ngày ba mươi mốt tháng tư năm hai nghìn', undefined],
    ['tháng tư năm một nghìn chín trăm tám mươi tư', '04.1984'], ['năm hai nghìn', '2000'], ['Ngày', undefined], ['', undefined],
  ])('reads "%s"', (text, value) => {
    const date = parseDateWords(text);
    expect(date && formatDate(date)).toBe(value);
  });

  it('reads back every date that it writes', () => {
    for (let year = 1940; year < 2030; year += 7) for (let month = 1; month <= 12; month++) for (let day = 1; day <= 28; day += 3) expect(parseDateWords(writeDateWords({ day, month, year }))).toEqual({ day, month, year });
  });

  it('mends damaged words from their closed list and says how much', () => {
    const { text, distance, mended } = mendDateWords('Ngày hai muơi lãm tháng năm năm hai nghin không trăm mười chín');
    expect(text).toBe('Ngày hai mươi lăm tháng năm năm hai nghìn không trăm mười chín');
    expect(mended).toBe(3);
    expect(distance).toBeGreaterThan(0);
  });

  it('leaves whole words and capitals as they are', () => {
    expect(mendDateWords('Ngày Hai Tháng Ba')).toEqual({ text: 'Ngày Hai Tháng Ba', distance: 0, mended: 0 });
    expect(mendDateWords('NGÀY MƯỜI TÁM').text).toBe('NGÀY MƯỜI TÁM');
  });
});

// Rows of print: what stands beside each other, what goes on below, and what begins anew.
import { describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import type { PageReading } from '../../../shared/domain/reading.ts';
import { NATION, QUALITY, readingFrom } from './page-from-text.ts';

const valuesOf = (reading: PageReading): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(extractRecord([analysePage(reading, QUALITY, 'auto')]).fields).map(([key, field]) => [key, field.value]));

const END_OF_GUARDIANSHIP = `${NATION}
^TRÍCH LỤC CHẤM DỨT GIÁM HỘ
Họ, chữ đệm, tên người giám hộ: TRỊNH THỊ THANH HOA
Ngày, tháng, năm sinh: 30/03/1980
Họ, chữ đệm, tên người được giám hộ: TRỊNH VĂN THẮNG
Ngày, tháng, năm sinh: 30/03/2013
Đăng ký giám hộ số: 02/2016   ngày: 14/12/2016
Lý do chấm dứt việc giám hộ: Người được giám hộ đã thành niên
Đăng ký chấm dứt giám hộ tại: UBND phường Yên Thanh, thành phố Uông Bí, tỉnh
Quảng Ninh
số 69/2025   Ngày 28/12/2025`;

describe('a row of print', () => {
  it('is one although a word of it runs into the line above', () => {
    const reading = readingFrom(END_OF_GUARDIANSHIP);
    const lines = reading.lines.map((line) => (line.words[0]?.text === 'Đăng' && line.words[2]?.text === 'giám' ? { ...line, words: line.words.map((word, at) => (at > 0 ? word : { ...word, box: [word.box[0], word.box[1] - 60, word.box[2], word.box[3] + 60] as const })) } : line))
      .map((line) => ({ ...line, box: [line.box[0], Math.min(...line.words.map((word) => word.box[1])), line.box[2], 46] as const }));
    expect(valuesOf({ ...reading, lines })).toMatchObject({ giamHoSo: '02/2016', giamHoNgay: '14.12.2016' });
  });

  it('begins with a label, small as its capital was read, where the row above had room for it', () => {
    expect(valuesOf(readingFrom(END_OF_GUARDIANSHIP))).toMatchObject({ so: '69/2025' });
  });

  it('has the year behind a stroke that was read as a speck', () => {
    expect(valuesOf(readingFrom(END_OF_GUARDIANSHIP.replace('số 69/2025', 'Số: 55. 2003')))).toMatchObject({ so: '55/2003' });
  });
});

// Two papers on one scan of which a title is not known or could not be read: the nation's name heads each.
import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import type { Box } from '../../../shared/domain/geometry.ts';
import type { PageReading } from '../../../shared/domain/reading.ts';
import { BIRTH, DEATH, DECISION, MARRIAGE, QUALITY, readingFrom, SINGLE } from './page-from-text.ts';

const moved = ([x, y, w, h]: Box, dxPx: number, dyPx: number): Box => [x + dxPx, y + dyPx, w, h];

function together(first: PageReading, second: PageReading, isBeside: boolean): PageReading {
  const [dxPx, dyPx] = isBeside ? [first.widthPx, 0] : [0, first.heightPx];
  const lines = second.lines.map((line) => ({ ...line, block: line.block + 10, box: moved(line.box, dxPx, dyPx), words: line.words.map((word) => ({ ...word, box: moved(word.box, dxPx, dyPx) })) }));
  return { ...first, widthPx: second.widthPx + dxPx, heightPx: second.heightPx + dyPx, lines: [...first.lines, ...lines] };
}

const recordsOf = (reading: PageReading) => extractRecords([{ pageId: 'p1', reading, quality: QUALITY }], { recordType: 'auto' }).map((draft) => draft.reading);
const beneathSeal = (text: string): string => text.replace('^GIẤY CHỨNG NHẬN KẾT HÔN', '^GIẪ CHÚNG MHHN KFT HỌN');

describe.each([['beside', true], ['below', false]])('two papers %s each other', (_, isBeside) => {
  it('are two records where one is a letter without a form', () => {
    const [birth, letter] = recordsOf(together(readingFrom(BIRTH), readingFrom(DECISION), isBeside));
    expect([birth?.recordType, letter?.recordType]).toEqual(['KS', 'VB']);
    expect(birth?.fields['nksHoTen']?.value).toBe('CAO THANH ĐỨC');
    expect(letter?.fields['nguoiKy']?.value).toBe('Phan Quốc Vỹ');
  });

  it('are two records where a title lies beneath a seal', () => {
    expect(recordsOf(together(readingFrom(BIRTH), readingFrom(beneathSeal(MARRIAGE)), isBeside)).map(({ recordType }) => recordType)).toEqual(['KS', 'KH']);
  });
});

it('two papers beside each other are two records though a letterhead sets one title lower', () => {
  expect(recordsOf(together(readingFrom(BIRTH), readingFrom(DEATH.replace('^TRÍCH LỤC KHAI TỬ', '\n\n^TRÍCH LỤC KHAI TỬ')), true)).map(({ recordType }) => recordType)).toEqual(['KS', 'KT']);
});

it.each([['KS', BIRTH], ['HN', SINGLE], ['VB', DECISION]])('one paper is one record (%s)', (recordType, text) => {
  expect(recordsOf(readingFrom(text)).map((record) => record.recordType)).toEqual([recordType]);
});

it('a sentence that names the nation heads no paper', () => {
  const text = DECISION.replace('>   CHỦ TỊCH', `${'\n'.repeat(8)}Điều 2. Công dân nước
Cộng hòa xã hội chủ nghĩa Việt Nam cư trú tại xã thi hành quyết định này.

>   CHỦ TỊCH`);
  expect(recordsOf(readingFrom(text))).toHaveLength(1);
});

// The opening that every registry's name has, with its words misread.
import { describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import { MARRIAGE, QUALITY, readingFrom } from './page-from-text.ts';

const registryOf = (opening: string): string | undefined => extractRecord([analysePage(readingFrom(MARRIAGE.replace('Ủy ban nhân dân phường', opening)), QUALITY, 'auto')]).fields['noiDangKy']?.value;
const REST = 'Cẩm Phô, thành phố Hội An, tỉnh Quảng Nam';

describe('the committee before a unit', () => {
  it.each(['Ủy han phân dâu phường', 'Uy bau nhàn dân phường', 'Ủv ban nhân đân phường'])('is put right where each word is a letter off at most (%s)', (opening) => {
    expect(registryOf(opening)).toBe(`Ủy ban nhân dân phường ${REST}`);
  });

  it('stays as read where a word is another', () => {
    expect(registryOf('Ủy viên nhân dân phường')).toBe(`Ủy viên nhân dân phường ${REST}`);
  });
});

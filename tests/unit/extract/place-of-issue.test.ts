// A certificate of marital status has its place of issue in no label: it is the committee of the letterhead.
import { describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import { QUALITY, readingFrom, SINGLE } from './page-from-text.ts';

const issuerOf = (text: string) => extractRecord([analysePage(readingFrom(text), QUALITY, 'auto')]).fields['noiCap'];
const headed = (...lines: readonly string[]): string => SINGLE.replace('TỈNH QUẢNG NAM ||', `${lines[0] ?? ''} ||`).replace('HUYỆN ĐẠI LỘC ||', `${lines[1] ?? ''} ||`).replace('UBND XÃ ĐẠI HIỆP ||', `${lines[2] ?? ''} ||`);

const WHOLE = 'Ủy ban nhân dân xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam';

describe('the place of issue in a letterhead', () => {
  it('is the committee with the units above it, and is surely read', () => {
    const issuer = issuerOf(SINGLE);
    expect(issuer?.value).toBe(WHOLE);
    expect(issuer?.confidence).toBeGreaterThan(0.9);
  });

  it('is the lowest committee where the units above have theirs', () => {
    expect(issuerOf(headed('TỈNH QUẢNG NAM', 'UBND HUYỆN ĐẠI LỘC', 'UBND XÃ ĐẠI HIỆP'))?.value).toBe(WHOLE);
  });

  it('is named on the line below the word committee', () => {
    expect(issuerOf(headed('TỈNH QUẢNG NAM', 'ỦY BAN NHÂN DÂN', 'HUYỆN ĐẠI LỘC'))?.value).toBe('Ủy ban nhân dân huyện Đại Lộc, tỉnh Quảng Nam');
  });

  it('is not sure without its province', () => {
    expect(issuerOf(headed('', '', 'UBND XÃ ĐẠI HIỆP'))?.confidence).toBeLessThan(0.9);
  });

  it('is absent where no committee stands', () => {
    expect(issuerOf(headed('TỈNH QUẢNG NAM', 'HUYỆN ĐẠI LỘC', 'SỞ TƯ PHÁP'))).toBeUndefined();
  });
});

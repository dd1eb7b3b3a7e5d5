// A letter or two at the edge of the sheet, read out of the grain of a copy or a shadow.
import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { BIRTH, page } from './page-from-text.ts';

describe('the grain of a sheet\'s edge', () => {
  it('is no part of the values beside it', () => {
    const reading = page(BIRTH.replace('Nơi cư trú: thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh', 'Nơi cư trú: thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh\nQuảng Ninh')).reading;
    const line = reading.lines.find((one) => one.words[0]?.text === 'Quảng');
    const y = line?.box[1] ?? 0;
    const speck = (text: string, x: number) => ({ words: [{ text, confidence: 0.5, box: [x, y, 30, 40] as const }], box: [x, y, 30, 40] as const, block: 0 });
    const lines = reading.lines.flatMap((one) => (one === line ? [speck('+7', 40), one, speck('C', 2400)] : [one]));
    const fields = extractRecords([{ ...page(''), reading: { ...reading, lines } }], { recordType: 'auto' })[0]?.reading.fields;
    expect(fields?.['meNoiCuTru']?.value).toBe('thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh');
  });
});

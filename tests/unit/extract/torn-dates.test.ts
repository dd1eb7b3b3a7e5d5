// Dates of which a figure or a stroke was read as a letter.
import { describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import { MARRIAGE, QUALITY, readingFrom } from './page-from-text.ts';

const dayRead = (date: string) => extractRecord([analysePage(readingFrom(MARRIAGE.replace('11/10/1981', date)), QUALITY, 'auto')]).fields['voNgaySinh'];

describe('a date with a letter in it', () => {
  it.each(['11J10/1981', '11/10I1981', '11l10/1981'])('is one where the letter stands for a stroke (%s)', (date) => {
    expect(dayRead(date)).toMatchObject({ value: '11.10.1981' });
    expect(dayRead(date)?.confidence).toBeLessThan(0.9);
  });

  it('begins with a one that was read with its serif', () => {
    expect(dayRead('J1/10/1981')).toMatchObject({ value: '11.10.1981' });
    expect(dayRead('J1/10/1981')?.confidence).toBeLessThan(0.9);
  });

  it.each(['X1/10/1981', '1X1/10/1981', '11X10/1981'])('is never sure where the letter may be a figure or a stroke (%s)', (date) => {
    expect(dayRead(date)?.confidence).toBeLessThan(0.9);
  });

  it('is sure where all of it is figures', () => {
    expect(dayRead('11/10/1981')?.confidence).toBeGreaterThan(0.9);
  });
});

// A page that ends before its paper does says so, wherever it was cut; a whole one does not.
import { describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import type { PageReading } from '../../../shared/domain/reading.ts';
import { BIRTH, DEATH, DECISION, MARRIAGE, QUALITY, readingFrom, SINGLE } from './page-from-text.ts';

const PITCH_PX = 76;
const recordOf = (text: string, more: Partial<PageReading> = {}) => extractRecord([analysePage(readingFrom(text, more), QUALITY, 'auto')]);
const isTold = (text: string, more: Partial<PageReading> = {}): boolean => recordOf(text, more).warnings.some(({ code }) => code === 'page-incomplete');

const before = (text: string, words: string): string => text.slice(0, text.indexOf(words));
const rows = (text: string): number => text.split('\n').length;
/** The scan ends with the last line. */
const cutSheet = (text: string): Partial<PageReading> => ({ heightPx: 160 + PITCH_PX * rows(text) });

const HEADINGS = [['KS', BIRTH, 'NGƯỜI KÝ'], ['KH', MARRIAGE, 'NGƯỜI KÝ'], ['KT', DEATH, 'NGƯỜI KÝ'], ['HN', SINGLE, 'NGƯỜI KÝ']] as const;

describe('a page that was cut', () => {
  it.each(HEADINGS)('above the signer\'s heading says so (%s)', (_, paper, heading) => {
    const text = before(paper, `>   ${heading}`);
    expect(isTold(text, cutSheet(text))).toBe(true);
  });

  it.each(HEADINGS)('below the signer\'s heading says so (%s)', (_, paper, heading) => {
    const text = `${before(paper, `>   ${heading}`)}${/ {3}NGƯỜI KÝ[^\n]*/.exec(paper)?.[0] ?? ''}`;
    expect(isTold(text, cutSheet(text))).toBe(true);
  });

  it('below the office says so', () => {
    const text = before(BIRTH, '\n>   Đinh Văn Khuê');
    expect(isTold(text, cutSheet(text))).toBe(true);
  });

  it('and lies on a whole sheet of white says so', () => {
    expect(isTold(before(BIRTH, '>   NGƯỜI KÝ'))).toBe(true);
  });

  it('says so though it is a letter without a form', () => {
    const text = before(DECISION, '>   CHỦ TỊCH');
    expect(isTold(text, cutSheet(text))).toBe(true);
  });

  it('has nothing sure on its last line, and the line above as ever', () => {
    const { fields } = recordOf(before(BIRTH, 'Quảng Ninh\nNgày, tháng, năm đăng ký'), cutSheet(before(BIRTH, 'Quảng Ninh\nNgày, tháng, năm đăng ký')));
    expect(fields['noiDangKy']?.confidence).toBeLessThan(0.9);
    expect(fields['noiDangKy']?.reasons).toContain('cut-off');
    expect(fields['meHoTen']?.confidence).toBeGreaterThan(0.9);
  });
});

describe('a whole page', () => {
  it.each([['KS', BIRTH], ['KH', MARRIAGE], ['KT', DEATH], ['HN', SINGLE], ['VB', DECISION]])('is not said to be incomplete (%s)', (_, paper) => {
    expect(isTold(paper)).toBe(false);
  });

  it('is none the less whole where the signer\'s name cannot be read beneath the hand', () => {
    const signature = { kind: 'signature', box: [1500, 2600, 500, 240] } as const;
    expect(isTold(before(BIRTH, '>   Đinh Văn Khuê'), { marks: [signature] })).toBe(false);
  });

  it('is whole though what was taken for a pen runs on beyond it', () => {
    const marks = [{ kind: 'signature', box: [1500, 2600, 500, 240] }, { kind: 'signature', box: [900, 1200, 800, 3500] }] as const;
    expect(isTold(before(BIRTH, '>   Đinh Văn Khuê'), { marks })).toBe(false);
  });

  it('is whole where the signer of a letter cannot be read and the rest of the sheet is white', () => {
    expect(isTold(before(DECISION, '>   Phan Quốc Vỹ'))).toBe(false);
  });

  it('goes on on the next sheet where that is there', () => {
    const [first, second] = [before(BIRTH, 'Họ, chữ đệm, tên người cha'), BIRTH.slice(BIRTH.indexOf('Họ, chữ đệm, tên người cha'))];
    const record = extractRecord([analysePage(readingFrom(first), QUALITY, 'auto'), analysePage(readingFrom(second), QUALITY, 'auto')]);
    expect(record.warnings).not.toContainEqual({ code: 'page-incomplete' });
  });
});

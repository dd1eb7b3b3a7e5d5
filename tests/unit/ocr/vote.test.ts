import { describe, expect, it } from 'vitest';
import type { Word } from '../../../shared/domain/reading.ts';
import { isDisputed, vote } from '../../../backend/ocr/vote.ts';

const word = (text: string, x: number, width: number, confidence: number): Word => ({ text, confidence, box: [x, 0, width, 20] });

describe('the vote between readings', () => {
  it('makes a word surer when a second reading agrees', () => {
    const [only] = vote([[word('Quảng', 0, 60, 0.7)], [word('Quảng', 2, 58, 0.8)]], 0.9);
    expect(only?.text).toBe('Quảng');
    expect(only?.confidence).toBeGreaterThan(0.9);
    expect(only?.alternatives).toBeUndefined();
  });

  it('lets two outvote one and keeps the loser', () => {
    const [only] = vote([[word('Quẳng', 0, 60, 0.8)], [word('Quảng', 0, 60, 0.7)], [word('Quảng', 0, 60, 0.6)]], 0.9);
    expect(only?.text).toBe('Quảng');
    expect(only?.alternatives?.map((other) => other.text)).toEqual(['Quẳng']);
    expect(only?.confidence).toBeLessThan(0.9);
  });

  it('takes the surest when all differ, and stays doubtful', () => {
    const [only] = vote([[word('tinh', 0, 40, 0.5)], [word('tính', 0, 40, 0.8)], [word('tỉnh', 0, 40, 0.4)]], 0.9);
    expect(only?.text).toBe('tính');
    expect(only?.confidence).toBeLessThanOrEqual(0.6);
    expect(only?.alternatives).toHaveLength(2);
  });

  it('does not ask again about a word that was sure', () => {
    const words = vote([[word('Họ', 0, 20, 0.95), word('tèn', 30, 30, 0.5)], [word('Hộ', 0, 20, 0.99), word('tên', 30, 30, 0.9)]], 0.9);
    expect(words.map((w) => w.text)).toEqual(['Họ', 'tên']);
  });

  it('weighs two words against one that was read in their place', () => {
    const readings = [[word('Tựdo', 0, 60, 0.4)], [word('Tự', 0, 25, 0.9), word('do', 33, 27, 0.9)]];
    expect(isDisputed(readings)).toBe(true);
    const words = vote(readings, 0.9);
    expect(words.map((w) => w.text)).toEqual(['Tự', 'do']);
    expect(words[0]?.alternatives?.[0]?.text).toBe('Tựdo');
  });

  it('hears one opinion where readings differ in the dots of a leader alone, and two where they differ in a comma', () => {
    const dotted = [[word('27/QĐ-UBND.', 0, 120, 0.7)], [word('27/QĐ-UBND', 0, 116, 0.75)]];
    expect(isDisputed(dotted)).toBe(false);
    const [only] = vote(dotted, 0.9);
    expect(only?.confidence).toBeGreaterThan(0.9);
    expect(only?.alternatives).toBeUndefined();
    expect(isDisputed([[word('Bình.', 0, 60, 0.7)], [word('Bình,', 0, 60, 0.7)]])).toBe(true);
  });

  it('takes the reading that keeps syllables apart where both saw the same letters', () => {
    const glued = [[word('VÕTHỊBÍCH', 0, 120, 0.8)], [word('VÕ', 0, 25, 0.5), word('THỊ', 33, 35, 0.5), word('BÍCH.', 76, 44, 0.5)]];
    expect(vote(glued, 0.9).map((w) => w.text)).toEqual(['VÕ', 'THỊ', 'BÍCH.']);
    expect(vote([[word('cơTu', 0, 60, 0.8)], [word('Cơ', 0, 25, 0.5), word('Tu', 33, 27, 0.5)]], 0.9).map((w) => w.text)).toEqual(['Cơ', 'Tu']);
    expect(vote([[word('Quảng', 0, 60, 0.8)], [word('Quả', 0, 25, 0.5), word('ng', 33, 27, 0.5)]], 0.9).map((w) => w.text)).toEqual(['Quảng']);
    expect(vote([[word('trútổ7,', 0, 90, 0.8)], [word('trútổ', 0, 60, 0.5), word('7,', 70, 20, 0.5)]], 0.9).map((w) => w.text)).toEqual(['trútổ', '7,']);
  });

  it('keeps a word that only one reading saw, as unsure as it was', () => {
    expect(vote([[], [word('Số', 0, 30, 0.7)]], 0.9)).toEqual([word('Số', 0, 30, 0.7)]);
  });

  it('makes nothing of nothing', () => {
    expect(vote([[], []], 0.9)).toEqual([]);
    expect(isDisputed([[], []])).toBe(false);
  });
});

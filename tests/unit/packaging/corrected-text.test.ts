import { expect, it } from 'vitest';
import { correctedLines } from '../../../backend/packaging/corrected-text.ts';
import { field } from '../../support/sample-records.ts';

const word = (text: string, x: number, y = 0): { text: string; box: readonly [number, number, number, number] } => ({ text, box: [x, y, 40, 20] });
const LINES = [{ words: [word('Tên:', 0), word('TRÂN', 50), word('GlA', 100), word('BÀO', 150)] }, { words: [word('xã', 0, 30), word('Tam', 50, 30)] }];
const texts = (lines: ReturnType<typeof correctedLines>): string[] => lines.map((line) => line.words.map(({ text }) => text).join(' '));

it('puts a correction in the place of what was read', () => {
  const lines = correctedLines(LINES, { a: field('TRẦN GIA BẢO', { from: 'clerk', box: [45, 0, 150, 20] }) }, 1);
  expect(texts(lines)).toEqual(['Tên: TRẦN GIA BẢO', 'xã Tam']);
  const placed = lines[0]?.words.slice(1) ?? [];
  expect(placed[0]?.box[0]).toBe(50);
  const last = placed.at(-1)?.box ?? [0, 0, 0, 0];
  expect(last[0] + last[2]).toBeCloseTo(190);
});
it('leaves what the machine read, other pages and fields without a place', () => {
  for (const other of [{ from: 'ocr' as const }, { page: 2 }, { box: [0, 0, 0, 0] as const }]) {
    expect(correctedLines(LINES, { a: field('KHÁC', { from: 'clerk', box: [45, 0, 150, 20], ...other }) }, 1)).toEqual(LINES);
  }
});
it('spreads a correction over the lines it covers', () => {
  const lines = correctedLines(LINES, { a: field('một hai ba bốn', { from: 'second-keying', box: [0, 0, 300, 60] }) }, 1);
  expect(texts(lines).join(' ')).toBe('một hai ba bốn');
  expect(lines[1]?.words.length).toBeGreaterThan(0);
});
it('adds a line where nothing was read, and takes words out when the clerk emptied the field', () => {
  expect(texts(correctedLines(LINES, { a: field('mới', { from: 'clerk', box: [0, 500, 80, 20] }) }, 1))).toEqual(['Tên: TRÂN GlA BÀO', 'xã Tam', 'mới']);
  expect(texts(correctedLines(LINES, { a: field('', { from: 'clerk', box: [45, 0, 150, 20] }) }, 1))).toEqual(['Tên:', 'xã Tam']);
});
it.each([
  ['after the box', 'TRẦN GIA BẢO', [45, 0, 90, 20], 'Tên: TRẦN GIA BẢO'],
  ['before the box', 'TRẦN GIA BẢO', [95, 0, 100, 20], 'Tên: TRẦN GIA BẢO'],
  ['which are others', 'TRẦN GIA', [45, 0, 90, 20], 'Tên: TRẦN GIA BÀO'],
] as const)('takes misread words of the value %s with it', (_, value, box, expected) => {
  expect(texts(correctedLines(LINES, { a: field(value, { from: 'clerk', box }) }, 1))[0]).toBe(expected);
});
it('leaves a word alone that only looks like the value’s last, which was read', () => {
  const lines = [{ words: [word('Nam', 0), word('Nãm', 50)] }];
  expect(texts(correctedLines(lines, { a: field('Việt Nam', { from: 'clerk', box: [0, 0, 42, 20] }) }, 1))).toEqual(['Việt Nam Nãm']);
});

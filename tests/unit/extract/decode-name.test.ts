import { describe, expect, it } from 'vitest';
import { decodeName } from '../../../backend/extract/decode-name.ts';
import type { Word } from '../../../shared/domain/reading.ts';

/** Words as several readings of them saw them, each as sure of itself. */
const words = (...readings: readonly (readonly string[])[]): readonly Word[] =>
  readings.map((seen, index) => ({ text: seen[0] ?? '', confidence: 0.6, box: [index * 100, 0, 90, 30], alternatives: seen.map((text) => ({ text, confidence: 0.6 })) }));
const textOf = (decoded: readonly Word[] | undefined): string | undefined => decoded?.map((word) => word.text).join(' ');

describe('a name read several times beneath a pen', () => {
  it('is what its readings support together, and none of its words is sure', () => {
    const decoded = decodeName(words(['Trền', 'Trên', 'Trầo'], ['Ngọc'], ['Kháfh', 'Khánh', 'Khámh']));
    expect(textOf(decoded)).toBe('Trần Ngọc Khánh');
    expect(decoded?.every((word) => word.confidence <= 0.5)).toBe(true);
  });

  it('is put together from two halves of a word', () => {
    expect(textOf(decodeName(words(['Nghi', 'Ngh'], ['êm'], ['Công'], ['Huy'])))).toBe('Nghiêm Công Huy');
  });

  it('keeps a syllable that stands in no list where the readings agree on it', () => {
    expect(textOf(decodeName(words(['Lê'], ['Văn'], ['Khoằm', 'Khoằm'])))).toBe('Lê Văn Khoằm');
  });

  it('gives such a syllable up for a name where the readings differ', () => {
    expect(textOf(decodeName(words(['Vũ'], ['Thanh'], ['Ghĩa', 'ghša', 'Nghĩ4'])))).toBe('Vũ Thanh Nghĩa');
  });

  it('loses scraps of seal and pen at its ends', () => {
    expect(textOf(decodeName(words(['1', 'xj'], ['Ông'], ['Duy'], ['Kiệt'])))).toBe('Ông Duy Kiệt');
    expect(textOf(decodeName(words(['Tạ'], ['Quốc'], ['Bửu'], ['v2', 'y', 'Ø', 'Z'])))).toBe('Tạ Quốc Bửu');
    expect(textOf(decodeName(words(['Đặng'], ['Thị'], ['Mỹ'], ['Ly'])))).toBe('Đặng Thị Mỹ Ly');
  });

  it('loses two scraps before the family name', () => {
    expect(textOf(decodeName(words(['sws', 'sxs'], ['1j', 'xj'], ['Bùi'], ['Xuân'], ['Khánh'])))).toBe('Bùi Xuân Khánh');
  });

  it('is the likelier name at its place where two are supported alike', () => {
    expect(textOf(decodeName(words(['bùi', 'Bà', 'Bàn', 'Bùi'], ['Văn'], ['Tân'])))).toBe('Bùi Văn Tân');
    expect(textOf(decodeName(words(['Ngô'], ['Quang', 'đuảng', 'Guảng'], ['Sỹ'])))).toBe('Ngô Quang Sỹ');
  });

  it('may have its head made another by the pen', () => {
    expect(textOf(decodeName(words(['Đoàn'], ['Minh'], ['Eá', 'Pá', 'Fá'], ['Cường'])))).toBe('Đoàn Minh Bá Cường');
  });

  it('is not guessed from one letter', () => {
    expect(textOf(decodeName(words(['Lương'], ['Đức'], ['T'])))).toBe('Lương Đức T');
  });

  it('is none where nearly nothing is like a name', () => {
    expect(decodeName(words(['1919', '90'], ['-404', 'x/4']))).toBeUndefined();
  });
});

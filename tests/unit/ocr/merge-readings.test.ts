import { describe, expect, it } from 'vitest';
import { doubtWhereOthersDiffer, mergeReadings } from '../../../backend/ocr/merge-readings.ts';
import type { Word } from '../../../shared/domain/reading.ts';

const line = (...seen: readonly (readonly [text: string, confidence: number])[]): readonly Word[] => seen.map(([text, confidence], index) => ({ text, confidence, box: [index * 100, 0, 90, 30] }));

describe('several readings of a line beneath a pen', () => {
  it('give the words of the one that makes most sense as a name, the others beside them, none of them sure', () => {
    const merged = mergeReadings([line(['Hà-Quốc', 0.9]), line(['Hà', 0.96], ['Quốc', 0.93], ['khá?', 0.2]), line(['Hả', 0.5], ['Quốè', 0.3], ['Khánh', 0.9])]);
    expect(merged.map(({ text }) => text)).toEqual(['Hà', 'Quốc', 'khá?']);
    expect(merged[2]?.alternatives?.[0]?.text).toBe('Khánh');
    expect(Math.max(...merged.map(({ confidence }) => confidence))).toBeLessThan(0.9);
  });

  it('are taken apart where a name was run together', () => {
    const merged = mergeReadings([[{ text: 'Huỳnh', confidence: 0.9, box: [0, 0, 90, 30] }, { text: 'ThịKim', confidence: 0.7, box: [100, 0, 120, 30] }], line(['Huỳnh', 0.9], ['Th', 0.3])]);
    expect(merged.map(({ text, box }) => [text, box[0], box[2]])).toEqual([['Huỳnh', 0, 90], ['Thị', 100, 60], ['Kim', 160, 60]]);
  });

  it('are nothing where nothing was read', () => {
    expect(mergeReadings([[], []])).toEqual([]);
  });

  it('speak against a word that was read surely only where they saw another name', () => {
    const sure = line(['Ông', 0.97], ['Vinh', 0.96], ['Khuê', 0.96]);
    const [first, second, third] = doubtWhereOthersDiffer(sure, [line(['Ông', 0.9], ['Minh', 0.8], ['Kh/ê', 0.9])]);
    expect([first?.confidence, third?.confidence]).toEqual([0.97, 0.96]);
    expect(second?.confidence).toBeLessThan(0.9);
    expect(second?.alternatives?.map(({ text }) => text)).toEqual(['Minh']);
  });
});

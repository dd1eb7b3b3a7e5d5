import { describe, expect, it } from 'vitest';
import { scoreRecords, withInk } from '../../../bench/support/score-records.ts';
import type { Truth } from '../../../bench/support/pages.ts';

const page = (more: Partial<Truth[number]>): Truth[number] => ({ file: 'a.tif', type: 'KS', level: 'poor', text: '', fields: { so: '63/2006', nksHoTen: 'CAO THANH ĐỨC', nksGioiTinh: 'Nam' }, ...more });
const field = (value: string, confidence = 0.95) => ({ value, confidence, warnings: [] });

describe('fields scored against the truth', () => {
  const read = [{ file: 'a.tif', recordType: 'KS', fields: { so: field('63/2006'), nksHoTen: field('CAO THANH ĐÚC') } }];

  it('are exact, wrong, or absent and thereby flagged', () => {
    const { outcomes, recordsRight } = scoreRecords([page({})], read);
    expect(outcomes.map(({ exact, flagged }) => [exact, flagged])).toEqual([[true, false], [false, false], [false, true]]);
    expect(recordsRight).toBe(0);
  });

  it('all count where the set does not tell how much ink was left', () => {
    const { outcomes } = scoreRecords([page({})], read);
    expect(withInk(outcomes)).toEqual(outcomes);
  });

  it('whose ink is gone count in the whole and are left out beside it', () => {
    const { outcomes } = scoreRecords([page({ ink: { so: 0.95, nksGioiTinh: 0.2 } })], read);
    expect(outcomes).toHaveLength(3);
    expect(withInk(outcomes).map(({ key }) => key)).toEqual(['so', 'nksHoTen']);
  });

  it('of which a letter is covered whole are left out beside it, those that are only touched are not', () => {
    const { outcomes } = scoreRecords([page({ covered: { so: 0.4, nksGioiTinh: 1 } })], read);
    expect(outcomes).toHaveLength(3);
    expect(withInk(outcomes).map(({ key }) => key)).toEqual(['so', 'nksHoTen']);
  });
});

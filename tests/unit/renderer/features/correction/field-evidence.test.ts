import { describe, expect, it } from 'vitest';
import { createFieldEvidence } from '../../../../../renderer/features/correction/field-evidence.ts';
import { nearInList, valueListOf } from '../../../../../renderer/features/correction/value-lists.ts';
import type { FieldReading } from '../../../../../shared/domain/field.ts';
import type { PageReading, Word } from '../../../../../shared/domain/reading.ts';

const field = (value: string, more: Partial<FieldReading> = {}): FieldReading => ({ value, confidence: 0.5, page: 1, box: [0, 0, 500, 20], from: 'ocr', warnings: [], ...more });
const pageOf = (...words: readonly Word[]): PageReading => ({ widthPx: 1000, heightPx: 1400, dpi: 300, marks: [], engine: 'test', lines: [{ box: [0, 0, 500, 20], block: 0, words }] });
const word = (text: string, x: number, more: Partial<Word> = {}): Word => ({ text, confidence: 0.97, box: [x, 0, 40, 20], ...more });

describe('the evidence of a field', () => {
  it('offers what the list has near to it, and selects what is too much', () => {
    const evidence = createFieldEvidence({ recordType: 'KH', fields: { chongNoiCapGiayToTuyThan: field('Công an tỉnh Quảng Nam cấp') } }, [undefined]);
    const { options, runs } = evidence('chongNoiCapGiayToTuyThan');
    expect(options[0]).toEqual({ value: 'Công an tỉnh Quảng Nam', from: 'list' });
    expect(runs[0]).toMatchObject({ start: 22, end: 26 });
    expect(evidence('chongNoiCapGiayToTuyThan')).toBe(evidence('chongNoiCapGiayToTuyThan'));
  });

  it('offers what the reader also saw of a word, behind its other readings of the field', () => {
    const fields = { nksHoTen: field('MAI HẬU', { alternatives: [{ text: 'MAI HẬN', confidence: 0.4 }] }) };
    const reading = pageOf(word('MAI', 0, { confidence: 0.6, alternatives: [{ text: 'MẠI', confidence: 0.5 }] }), word('HẬU', 60));
    expect(createFieldEvidence({ recordType: 'KS', fields }, [reading])('nksHoTen').options.map(({ value }) => value)).toEqual(['MAI HẬN', 'MẠI HẬU']);
  });

  it('offers a name of the same record that may be the same person, not one of another', () => {
    const fields = { chaHoTen: field('Ơ LƯỢNG TÂN TÙNG'), nycHoTen: field('LƯƠNG TẤN TÙNG'), meHoTen: field('TRẦN THỊ LAN') };
    const evidence = createFieldEvidence({ recordType: 'KS', fields }, []);
    expect(evidence('chaHoTen').options).toEqual([{ value: 'LƯƠNG TẤN TÙNG', from: 'record' }]);
    expect(evidence('meHoTen').options).toEqual([]);
  });

  it('selects nothing in a date, which is typed anew as a whole, and nothing where there is no field', () => {
    const evidence = createFieldEvidence({ recordType: 'KS', fields: { ngayDangKy: field('29.03.2011', { alternatives: [{ text: '29.08.2011', confidence: 0.4 }] }) } }, []);
    expect(evidence('ngayDangKy').runs).toEqual([]);
    expect(evidence('ngayDangKy').options).toHaveLength(1);
    expect(evidence('nksHoTen')).toEqual({ runs: [], options: [], tokens: [] });
  });

  it('holds without a place on the page and without the page', () => {
    const fields = { a: field('', { box: [0, 0, 0, 0] }), b: field('Nam', { page: 9 }) };
    const evidence = createFieldEvidence({ recordType: null, fields }, [null]);
    expect([evidence('a').runs, evidence('b').options]).toEqual([[], []]);
  });
});

describe('what a list has near to a value', () => {
  it('is little more than a slip away, and nothing where the value is in the list or far from it', () => {
    expect(nearInList(valueListOf('KS', 'nksQuocTich'), 'Viet Nam')).toEqual(['Việt Nam']);
    expect(nearInList(valueListOf('KS', 'nksQuocTich'), 'Việt Nam')).toEqual([]);
    expect(nearInList(valueListOf('KS', 'nksQuocTich'), 'không rõ là gì')).toEqual([]);
    expect(nearInList(undefined, 'Viet Nam')).toEqual([]);
    expect(nearInList(valueListOf('KS', 'nksDanToc'), '')).toEqual([]);
  });
});

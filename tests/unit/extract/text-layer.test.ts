// The text a file came with, in Unicode or an old encoding, as one more reading beside our own.
import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { isDoubtful, type FieldReading } from '../../../shared/domain/field.ts';
import { cp1258, tcvn3, viqr, vni } from '../../support/legacy-text.ts';
import { BIRTH, MARRIAGE, QUALITY, readingFrom } from './page-from-text.ts';

const PAPER = BIRTH.replace(/^[\^>]\s*/gmu, '');

const fieldsOf = (text: string, existingText?: string): Readonly<Record<string, FieldReading>> =>
  extractRecords([{ pageId: 'p1', reading: readingFrom(text, existingText === undefined ? {} : { existingText }), quality: QUALITY }], { recordType: 'auto' })[0]?.reading.fields ?? {};

const DAMAGED = BIRTH.replace('BÙI THỊ TUYẾT DUYÊN', 'BÙI THỊ TUYÊT~85 DUYÊN');

describe('a text layer', () => {
  it.each([['Unicode', PAPER], ['decomposed Unicode', PAPER.normalize('NFD')], ['TCVN3', tcvn3(PAPER)], ['VNI', vni(PAPER)], ['VIQR', viqr(PAPER)], ['CP1258', cp1258(PAPER)]])('in %s gives its marks to a word that was not read surely', (_name, layer) => {
    const { meHoTen } = fieldsOf(DAMAGED, layer);
    expect(meHoTen?.value).toBe('BÙI THỊ TUYẾT DUYÊN');
    expect(meHoTen?.value).toBe(meHoTen?.value.normalize('NFC'));
  });

  it('makes a faint value that it agrees with the surer', () => {
    const faint = BIRTH.replace('CAO THANH ĐỨC', 'CAO~80 THANH~84 ĐỨC~78');
    expect(fieldsOf(faint, PAPER)['nksHoTen']?.confidence).toBeGreaterThan(fieldsOf(faint)['nksHoTen']?.confidence ?? 1);
  });

  it('that differs from what was read surely changes nothing, and is told', () => {
    const { nksHoTen } = fieldsOf(BIRTH.replace('CAO THANH ĐỨC', 'CAO~99 THANH~99 ĐỨC~99'), PAPER.replace('CAO THANH ĐỨC', 'CAO THÀNH ĐỨC'));
    expect(nksHoTen?.value).toBe('CAO THANH ĐỨC');
    expect(nksHoTen?.warnings).toContainEqual({ code: 'text-layer-differs', suggestion: 'CAO THÀNH ĐỨC' });
    expect(nksHoTen && isDoubtful(nksHoTen)).toBe(true);
  });

  it('of another page is no witness', () => {
    expect(fieldsOf(DAMAGED, MARRIAGE)).toEqual(fieldsOf(DAMAGED));
    expect(fieldsOf(DAMAGED, 'Trang 1')).toEqual(fieldsOf(DAMAGED));
  });

  it('adds nothing that is not on the paper', () => {
    const blank = BIRTH.replace('Họ, chữ đệm, tên người mẹ: BÙI THỊ TUYẾT DUYÊN', 'Họ, chữ đệm, tên người mẹ:');
    expect(fieldsOf(blank, PAPER)['meHoTen']?.value ?? '').toBe('');
  });

  it('without marks, as an English OCR leaves it, says nothing about them', () => {
    const plain = PAPER.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
    expect(fieldsOf(BIRTH, plain)).toEqual(fieldsOf(BIRTH));
  });

  it('of two hundred thousand characters is read in moments', () => {
    expect(fieldsOf(BIRTH, `${PAPER}\n${'nguyễn văn a '.repeat(15_000)}`)['nksHoTen']?.value).toBe('CAO THANH ĐỨC');
  });
});

// A letter is no value: neither a gender nor a note.
import { describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import { BIRTH, QUALITY, readingFrom } from './page-from-text.ts';

const fieldsOf = (text: string) => extractRecord([analysePage(readingFrom(text), QUALITY, 'auto')]).fields;

describe('a lone letter', () => {
  it.each(['N', 'n', 'N.'])('is no gender: "%s" begins both', (scrap) => {
    expect(fieldsOf(BIRTH.replace('Giới tính: Nam', `Giới tính: ${scrap}`))['nksGioiTinh']?.value ?? '').toBe('');
  });

  it.each(['J', 'ử'])('at the sheet\'s edge below an empty note is no note (%s)', (scrap) => {
    expect(fieldsOf(BIRTH.replace('Ngày, tháng, năm đăng ký: 07/12/2006', `Ngày, tháng, năm đăng ký: 07/12/2006\nGhi chú: ${scrap}`))['ghiChu']).toBeUndefined();
  });
});

it.each([['Nam', 'Nam'], ['Nũ', 'Nữ'], ['Nử', 'Nữ']])('a gender read as "%s" is "%s"', (read, gender) => {
  expect(fieldsOf(BIRTH.replace('Giới tính: Nam', `Giới tính: ${read}`))['nksGioiTinh']?.value).toBe(gender);
});

import { describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import { loadForms } from '../../../backend/extract/form-definition.ts';
import { buildPageText } from '../../../backend/extract/page-text.ts';
import { readTicks } from '../../../backend/extract/tick-boxes.ts';
import type { PageMark, PageReading } from '../../../shared/domain/reading.ts';
import { QUALITY, readingFrom } from './page-from-text.ts';

const ENTRY = `^SỔ ĐĂNG KÝ KHAI SINH
Số: 12/2018   Quyển: 01/2018
Ngày, tháng, năm đăng ký: 05/03/2018
Họ, chữ đệm, tên: LÊ MINH KHÔI
Ngày, tháng, năm sinh: 01/03/2018
Giới tính: Nam   Dân tộc: Kinh   Quốc tịch: Việt Nam
Họ, chữ đệm, tên người mẹ: TRẦN THỊ LAN
Họ, chữ đệm, tên người cha: LÊ VĂN HAI`;

const [X, W, H] = [2150, 80, 46];

/** The labels of the margin one below another, each with its box before it; `ticked` are the boxes with something in them. */
function register(labels: readonly string[], ticked: readonly number[], hasBoxes = true): PageReading {
  const reading = readingFrom(ENTRY);
  const lines = labels.map((label, row) => ({ block: 9, box: [X, 400 + 90 * row, 400, H] as const, words: label.split(' ').map((text, index) => ({ text, confidence: 0.95, box: [X + (W + 10) * index, 400 + 90 * row, W, H] as const })) }));
  const marks = labels.map((_, row): PageMark => ({ kind: ticked.includes(row) ? 'ticked-box' : 'empty-box', box: [X - 60, 403 + 90 * row, 40, 40] }));
  return { ...reading, lines: [...reading.lines, ...lines], marks: hasBoxes ? marks : [] };
}

const read = (reading: PageReading) => extractRecord([analysePage(reading, QUALITY, 'auto')]).fields;
const LABELS = ['Đúng hạn', 'Quá hạn', 'Đăng ký lại', 'Trẻ bị bỏ rơi'] as const;

describe('a register\'s tick boxes', () => {
  it.each([[0, '1'], [1, '4'], [2, '2']] as const)('ticked at %i, the kind of registration has code %s', (row, code) => {
    expect(read(register(LABELS, [row]))['loaiDangKy']).toMatchObject({ value: code, from: 'ocr' });
  });

  it('say two things when boxes of two fields are ticked', () => {
    const fields = read(register(LABELS, [1, 3]));
    expect(fields['loaiDangKy']?.value).toBe('4');
    expect(fields['nksLoaiKhaiSinh']?.value).toBe('5');
  });

  it('of one field that are both ticked give no value, and say why', () => {
    expect(read(register(LABELS, [0, 2]))['loaiDangKy']).toMatchObject({ value: '', confidence: 0, warnings: [{ code: 'several-ticked' }] });
  });

  it('that nobody ticked, or that are not there, give nothing', () => {
    expect(read(register(LABELS, []))['loaiDangKy']).toBeUndefined();
    expect(read(register(LABELS, [0], false))['loaiDangKy']).toBeUndefined();
  });

  it('are found though a mark of a letter was misread', () => {
    expect(read(register(['Đúng hạn', 'Qua hạn', 'Đăng ky lại'], [1]))['loaiDangKy']?.value).toBe('4');
  });

  it('whose words begin like another\'s count once, for the longer words', () => {
    const reading = register(['Giám hộ đương nhiên'], [0]);
    const form = loadForms().find(({ recordType, ticks }) => recordType === 'GH' && ticks.length > 0);
    if (form === undefined) throw new Error('the register of guardianship is there');
    expect(readTicks(buildPageText(reading), form).map(({ value }) => value)).toEqual(['Giám hộ đương nhiên']);
  });

  it('change no other field', () => {
    const ticked = read(register(LABELS, [0]));
    expect({ ...read(register(LABELS, [])), loaiDangKy: ticked['loaiDangKy'] }).toEqual(ticked);
  });

  it('are known to their record type, in every form', () => {
    for (const form of loadForms()) for (const { label, value } of form.ticks) expect([label, value].every((text) => text.trim() !== ''), form.form).toBe(true);
    expect(loadForms().filter(({ ticks }) => ticks.length > 0).map(({ recordType }) => recordType)).toEqual(['CC', 'CDGH', 'CMC', 'CN', 'GH', 'HN', 'KH', 'KS', 'KT', 'LH']);
  });
});

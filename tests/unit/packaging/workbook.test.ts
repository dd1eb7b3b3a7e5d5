import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../backend/packaging/read-workbook.ts';
import { codeOf } from '../../../backend/packaging/workbook-codes.ts';
import { DATA_SHEET, NOTES_SHEET, writeWorkbook } from '../../../backend/packaging/workbook.ts';
import { MAX_CELL_LENGTH, workbookHeader, workbookRow } from '../../../backend/packaging/workbook-row.ts';
import { RECORD_TYPES, RECORD_TYPE_CODES } from '../../../shared/domain/record-types.ts';
import { KS_VALUES } from '../../support/sample-records.ts';

const cell = (row: readonly string[], type: string, key: string): string | undefined => row[workbookHeader(type).indexOf(key)];

describe('the columns', () => {
  it('of births are the 70 of the national template, in its order', () => {
    const header = workbookHeader('KS');
    expect(header).toHaveLength(70);
    expect(header.slice(0, 14)).toEqual(['STT', 'so', 'quyenSo', 'trangSo', 'ngayDangKy', 'loaiDangKy', 'noiDangKy', 'nguoiKy', 'chucVuNguoiKy', 'nguoiThucHien', 'ghiChu', 'nksSoDinhDanh', 'nksHoTen', 'nksGioiTinh']);
    expect(header.slice(-5)).toEqual(['nycNoiCapGiayToTuyThan', 'soDangKyNuocNgoai', 'ngayDangKyNuocNgoai', 'cqNuocNgoaiDaDangKy', 'qgNuocNgoaiDaDangKy']);
  });
  it('leave out the identity number of the dead, which only paper has', () => {
    expect(workbookHeader('KT')).not.toContain('nktSoDinhDanh');
    expect(workbookHeader('KT')).toHaveLength(48);
  });
  it.each(RECORD_TYPE_CODES.filter((code) => code !== 'KT'))('of %s follow record-types.json', (code) => {
    expect(workbookHeader(code)).toEqual(['STT', ...(RECORD_TYPES[code]?.fields ?? []).map((field) => field.key)]);
  });
});

describe('a row', () => {
  it('writes gender and lists as codes, all else as on paper', () => {
    const { cells, problems } = workbookRow('KS', 1, { ...KS_VALUES, meLoaiCuTru: 'thường trú', chaLoaiGiayToTuyThan: 'Thẻ CCCD' });
    expect(problems).toEqual([]);
    expect(cells[0]).toBe('1');
    expect(cell(cells, 'KS', 'nksGioiTinh')).toBe('1');
    expect(cell(cells, 'KS', 'loaiDangKy')).toBe('1');
    expect(cell(cells, 'KS', 'meLoaiCuTru')).toBe('1');
    expect(cell(cells, 'KS', 'chaLoaiGiayToTuyThan')).toBe('4');
    expect(cell(cells, 'KS', 'so')).toBe('05/2017');
    expect(cell(cells, 'KS', 'ngayDangKy')).toBe('03.02.2017');
    expect(cells).toHaveLength(70);
  });
  it('keeps what is in no list and says so', () => {
    const { cells, problems } = workbookRow('KS', 1, { nksGioiTinh: 'Nạm' });
    expect(cell(cells, 'KS', 'nksGioiTinh')).toBe('Nạm');
    expect(problems).toEqual([{ key: 'nksGioiTinh', problem: 'unknown-code', value: 'Nạm' }]);
  });
  it('takes out what a workbook cannot hold and shortens what no cell can', () => {
    const { cells, problems } = workbookRow('KS', 1, { ghiChu: `a\u0000b\uD800${'x'.repeat(40_000)}`, nksHoTen: 'Nguye\u0302\u0303n 😀' });
    expect(cell(cells, 'KS', 'ghiChu')?.length).toBe(MAX_CELL_LENGTH);
    expect(cell(cells, 'KS', 'nksHoTen')).toBe('Nguyễn 😀');
    expect(problems.map(({ problem }) => problem)).toEqual(['shortened']);
  });
  it('knows codes by label, spelling of i and y, case and by themselves', () => {
    expect(codeOf('KS.loaiDangKy', 'đăng kí lại')).toBe('2');
    expect(codeOf('gender', ' NỮ ')).toBe('2');
    expect(codeOf('gender', '2')).toBe('2');
    expect(codeOf('gender', '9')).toBeUndefined();
    expect(codeOf('no-such-list', '1')).toBeUndefined();
  });
});

describe('the workbook', () => {
  const rows = [workbookRow('KS', 1, KS_VALUES).cells, workbookRow('KS', 2, { nksHoTen: 'LÊ <b>&"\' THỊ', ghiChu: 'dòng 1\ndòng 2', so: '=1+1' }).cells];

  it('is read back by another program cell for cell, as text', async () => {
    const bytes = await writeWorkbook('KS', rows);
    const sheets = await readXlsxFile(bytes);
    expect(sheets.map(({ sheet }) => sheet)).toEqual([DATA_SHEET, NOTES_SHEET]);
    const [header, first, second] = sheets[0]?.data ?? [];
    expect(header).toEqual(workbookHeader('KS'));
    expect(first?.[1]).toBe('05/2017');
    expect(first?.[13]).toBe('1');
    expect(second?.[12]).toBe('LÊ <b>&"\' THỊ');
    expect(second?.[1]).toBe('=1+1');
  });
  it('is read back by our own check', async () => {
    const [header, ...found] = await readWorkbook(await writeWorkbook('KS', rows), DATA_SHEET);
    expect(header).toEqual(workbookHeader('KS'));
    found.forEach((row, index) => workbookRow('KS', 1, {}).cells.forEach((_, column) => expect(row[column] ?? '').toBe(rows[index]?.[column])));
  });
  it('of births has 70 columns, in its older form 61: without personal numbers and nationalities in words', async () => {
    expect(workbookHeader('KS')).toHaveLength(70);
    const older = workbookHeader('KS', 'older');
    expect(older).toHaveLength(61);
    expect(workbookHeader('KS').filter((key) => !older.includes(key))).toEqual([
      'nksSoDinhDanh', 'nksQuocTichStr', 'nksQuocTichKhacStr', 'meSoDinhDanhCaNhan', 'meQuocTichStr', 'meQuocTichKhacStr', 'chaSoDinhDanhCaNhan', 'chaQuocTichStr', 'chaQuocTichKhacStr',
    ]);
    const { cells } = workbookRow('KS', 1, { nksSoDinhDanh: '049123456789', nksHoTen: 'LÊ A' }, 'older');
    expect(cells).toHaveLength(61);
    expect(cells).not.toContain('049123456789');
    const [header, row] = await readWorkbook(await writeWorkbook('KS', [cells], 'older'), DATA_SHEET);
    expect(header).toEqual(older);
    expect(row?.[older.indexOf('nksHoTen')]).toBe('LÊ A');
  });
  it('of other registers is the same in both forms', () => {
    for (const type of ['KH', 'KT', 'HN', 'CMC']) expect(workbookHeader(type, 'older')).toEqual(workbookHeader(type));
  });
  it('has the same bytes each time', async () => {
    expect(await writeWorkbook('KS', rows)).toEqual(await writeWorkbook('KS', rows));
  });
  it('may have no rows and many', async () => {
    expect(await readWorkbook(await writeWorkbook('KH', []), DATA_SHEET)).toHaveLength(1);
    const many = Array.from({ length: 1_000 }, (_, index) => workbookRow('KT', index + 1, { nktHoTen: `Người ${index}` }).cells);
    expect(await readWorkbook(await writeWorkbook('KT', many), DATA_SHEET)).toHaveLength(1_001);
  });
  it('that is none is refused by name', async () => {
    await expect(readWorkbook(Buffer.from('PK no'), DATA_SHEET)).rejects.toMatchObject({ code: 'package-damaged' });
    await expect(readWorkbook(await writeWorkbook('KS', rows), 'Sheet9')).rejects.toMatchObject({ code: 'package-damaged' });
  });
});

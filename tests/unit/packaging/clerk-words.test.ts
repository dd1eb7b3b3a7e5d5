// What a clerk is told of the input that packages meet: in Vietnamese, with what is meant and what to do, by the
// texts that the screens show.
import { describe, expect, it } from 'vitest';
import texts from '../../../renderer/i18n/vi/packages.json' with { type: 'json' };
import { planPackage } from '../../../backend/packaging/plan-package.ts';
import { workbookRow } from '../../../backend/packaging/workbook-row.ts';
import { errorText } from '../../../backend/commands/error-text.ts';
import { fieldsOf, KS_VALUES, packageInput } from '../../support/sample-records.ts';

const finding: Readonly<Record<string, string>> = texts.packages.finding;
const fill = (text: string, facts: Readonly<Record<string, unknown>>): string => text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => String(facts[key] ?? ''));

/** Of a birth record with these values. */
function said(values: Readonly<Record<string, string>>): readonly string[] {
  const record = { recordId: 'a', recordType: 'KS', recordTypeConfidence: 1, fields: fieldsOf({ ...KS_VALUES, ...values }), warnings: [], pages: [], sourceFiles: [], ms: { clean: 0, recognise: 0, extract: 0 } };
  const plan = planPackage(packageInput('/x', [record]));
  const cells = workbookRow('KS', 1, plan.records[0]?.values ?? {}).problems.map(({ key, problem, value }) => ({ code: `workbook-${problem}`, detail: { field: key, value } }));
  return [...plan.warnings, ...cells].map(({ code, detail = {} }) => fill(finding[code] ?? '', detail));
}

describe('a clerk is told of a record', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['that is sound: nothing', {}, []],
    ['without a date', { ngayDangKy: '' }, ['Tên tệp KS.2017.01.0000-00-00.05 còn thiếu: ngayDangKy.']],
    ['with a control character', { nksHoTen: 'TRẦN\u0007 GIA BẢO' }, ['nksHoTen có ký tự không thuộc văn bản (U+0007): xoá hoặc gõ lại theo giấy.']],
    ['with an emoji', { nksHoTen: 'TRẦN GIA BẢO 😀' }, ['nksHoTen có ký tự không thuộc văn bản (😀): xoá hoặc gõ lại theo giấy.']],
    ['with 40,000 letters', { ghiChu: 'x'.repeat(40_000) }, ['ghiChu: nội dung dài quá mức một ô bảng tính nên bị cắt.']],
    ['with a number of another year', { so: '05/2016' }, ['Năm trong số “05/2016” khác năm của ngày đăng ký.']],
  ])('%s', (_, values, expected) => expect(said(values)).toEqual(expected));
});

describe('a clerk is told what to do about', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['disk-full', { path: '/kho' }, ['Ổ đĩa đã đầy (/kho)', 'Giải phóng chỗ trống']],
    ['certificate-expired', { owner: 'UBND xã', validTo: '31/01/2025' }, ['Chứng thư số của UBND xã đã hết hạn ngày 31/01/2025.', 'Chưa có gì được ký']],
    ['certificate-secret-wrong', {}, ['mã PIN của chứng thư số không đúng', 'thiết bị sẽ tự khoá']],
    ['names-collide', { name: 'KS.1', first: 'Số 12 — AN', second: 'Số 12 — BÌNH' }, ['“Số 12 — AN” và “Số 12 — BÌNH”', 'Sửa số, quyển hoặc ngày đăng ký']],
  ])('%s', (code, detail, expected) => {
    const { vi } = errorText(code, detail);
    for (const part of expected) expect(vi).toContain(part);
    expect(vi).not.toMatch(/[{}]|undefined/);
  });
});

import { expect, it } from 'vitest';
import { oddCharacters, registrationChecks } from '../../../backend/packaging/registration-checks.ts';
import { KS_VALUES } from '../../support/sample-records.ts';

const check = (...all: { values: Record<string, string>; recordType?: string | null }[]): string[] =>
  registrationChecks(all.map(({ values, recordType = 'KS' }, index) => ({ recordId: `r${index}`, recordType, values }))).map(({ code, detail }) => `${code} ${String(detail?.['recordId'])}`);

it('finds nothing in a sound record', () => {
  expect(check({ values: KS_VALUES })).toEqual([]);
});
it.each([
  [{ so: '05' }, 'so-without-year'], [{ quyenSo: '01' }, 'quyenSo-without-year'], [{ ngayDangKy: '3.2.2017' }, 'ngayDangKy-not-a-full-date'], [{ so: '05/2016' }, 'so-year-differs-from-ngayDangKy'], [{ trangSo: 'năm' }, 'trangSo-not-a-number'],
])('names what the national import refuses: %j', (wrong, code) => {
  expect(check({ values: { ...KS_VALUES, ...wrong } })).toEqual([`${code} r0`]);
});
it('names two number 05s of one book, with the other record', () => {
  expect(check({ values: KS_VALUES }, { values: KS_VALUES })).toEqual(['registered-twice r1']);
  expect(check({ values: KS_VALUES }, { values: { ...KS_VALUES, quyenSo: '02/2017' } })).toEqual([]);
  expect(check({ values: KS_VALUES }, { values: KS_VALUES, recordType: 'KH' })).toEqual([]);
});
it('leaves documents and unknown papers alone', () => {
  expect(check({ values: { so: '5' }, recordType: 'VB' }, { values: { so: '5' }, recordType: null })).toEqual([]);
});
it.each<readonly [string, string, string]>([
  ['a control character', 'A\u0000B', 'U+0000'], ['an emoji', 'Lê A 😀😀', '😀'], ['half a letter', 'a\uD800', 'U+D800'], ['a byte order mark', '\uFEFFLê A', 'U+FEFF'], ['a mark that turns text round', 'a\u202Eb', 'U+202E'], ['one of a private font', 'a\uE123', 'U+E123'],
])('names characters that no paper has: %s', (_, value, shown) => {
  expect(oddCharacters('r', { nksHoTen: value, so: '05/2017' })).toEqual([{ code: 'odd-characters', detail: { recordId: 'r', field: 'nksHoTen', value: shown } }]);
});
it('leaves alone what stands on paper: tone marks, figures, dashes, brackets, lines', () => {
  expect(oddCharacters('r', { ghiChu: 'Số 12/TP-ĐKHT; “Nguyễn–Văn” (38°C), 50 % № 1\nNgu\u031byê\u0303n' })).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { checkNumbering } from '../../../shared/domain/rules/check-books.ts';
import { checkRecord } from '../../../shared/domain/rules/check-record.ts';

const codes = (type: string, values: Record<string, string>) => checkRecord(type, values).map((finding) => (finding.kind === 'warning' ? `warns ${finding.warning.code}` : `agrees ${finding.code}`));

const BORN = { nksHoTen: 'CAO THANH ĐỨC', nksNgaySinh: '11.08.2005', nksNgaySinhBangChu: 'Ngày mười một tháng tám năm hai nghìn không trăm linh năm', so: '63/2006', ngayDangKy: '07.12.2006', meHoTen: 'BÙI THỊ DUYÊN', meNgaySinh: '1971', chaHoTen: 'CAO THANH THỊNH', chaNgaySinh: '1970', nycHoTen: 'CAO THANH THỊNH' };

describe('rules of one record', () => {
  it('agree with a record that is in order, and warn of nothing', () => {
    expect(codes('KS', BORN)).toEqual(['agrees words-agree', 'agrees family-name-fits', 'agrees name-repeated', 'agrees number-year-fits']);
  });

  it.each([
    ['the words say another date', { nksNgaySinh: '11.08.2004' }, 'words-differ-from-figures'],
    ['the child is registered before it is born', { ngayDangKy: '07.12.2004' }, 'dates-out-of-order'],
    ['the number is of another year', { so: '63/2016' }, 'number-year-differs'],
    ['the mother is ten years older than the child', { meNgaySinh: '1995' }, 'parent-age-unlikely'],
    ['the father has a woman’s name', { chaHoTen: 'CAO THỊ THỊNH', nycHoTen: 'CAO THỊ THỊNH' }, 'name-of-other-sex'],
    ['the declarant is the father but for a mark', { nycHoTen: 'CAO THANH THINH' }, 'name-differs-by-mark'],
    ['the identifier is of another year', { nksSoDinhDanh: '022206123456' }, 'identifier-birth-year'],
    ['the identifier is too short', { nksSoDinhDanh: '02220612' }, 'identifier-length'],
  ])('warn when %s', (_, change, code) => { expect(codes('KS', { ...BORN, ...change })).toContain(`warns ${code}`); });

  it('offer the figures what the words say, and the words what the figures say, each as it is written', () => {
    const offered = checkRecord('KS', { ...BORN, nksNgaySinh: '11.08.2004' }).flatMap((finding) => (finding.kind === 'warning' && finding.warning.code === 'words-differ-from-figures' ? [[finding.keys, finding.warning.suggestion]] : []));
    expect(offered).toEqual([[['nksNgaySinh'], '11.08.2005'], [['nksNgaySinhBangChu'], 'Ngày mười một tháng tám năm hai nghìn không trăm linh bốn']]);
  });

  it.each([
    ['CMC', 'the father is ten years older than the child he recognises', { cmNgaySinh: '01.02.2000', ncNgaySinh: '03.04.2010' }, 'parent-age-unlikely'],
    ['CN', 'the adoptive mother is a child herself', { meNuoiNgaySinh: '01.02.2008', cnNgaySinh: '03.04.2019' }, 'parent-age-unlikely'],
    ['CN', 'the adoptive father is younger than the child', { chaNuoiNgaySinh: '01.02.2020', cnNgaySinh: '03.04.2019' }, 'dates-out-of-order'],
    ['LH', 'the divorce is noted before the court ruled', { banAnNgay: '12.04.2023', ngayDangKy: '11.04.2023' }, 'dates-out-of-order'],
    ['CDGH', 'the guardianship ends before it was registered', { giamHoNgay: '12.04.2023', ngayDangKy: '11.04.2022' }, 'dates-out-of-order'],
    ['CC', 'the paper that is corrected is younger than the correction', { giayToHoTichNgayCap: '12.04.2023', ngayDangKy: '11.04.2022' }, 'dates-out-of-order'],
  ])('of the rarer registers warn (%s) when %s', (type, _, values, code) => { expect(codes(type, values)).toContain(`warns ${code}`); });

  it('warn of a spouse too young and of a wife’s number that is a man’s', () => {
    expect(codes('KH', { voHoTen: 'LÊ THỊ LAN', voNgaySinh: '01.01.2000', voSoGiayToTuyThan: '049200123456', ngayDangKy: '01.01.2010' })).toEqual(['warns identifier-gender', 'warns spouse-age-unlikely']);
  });

  it('warn of a nine-figure number that begins like another province’s', () => {
    const issued = { nxnNoiCapGiayToTuyThan: 'Công an tỉnh Quảng Nam' };
    expect(codes('HN', { nxnSoGiayToTuyThan: '205993765', ...issued })).toEqual(['agrees identifier-fits-issuer']);
    expect(codes('HN', { nxnSoGiayToTuyThan: '295993765', ...issued })).toEqual(['warns identifier-province']);
    expect(codes('HN', { nxnSoGiayToTuyThan: '295993765', nxnNoiCapGiayToTuyThan: 'Công an tỉnh Sơn La' })).toEqual([]);
  });

  it('have nothing to say of an empty record or of values that are no dates', () => {
    expect(codes('KS', {})).toEqual([]);
    expect(codes('KS', { nksNgaySinh: '', ngayDangKy: 'không rõ', so: '' })).toEqual([]);
  });

  it('never suggest what the words do not say', () => {
    const [finding] = checkRecord('KS', { nksNgaySinh: '11.08.2004', nksNgaySinhBangChu: BORN.nksNgaySinhBangChu });
    expect(finding).toMatchObject({ kind: 'warning', warning: { suggestion: '11.08.2005' } });
  });
});

describe('numbering within a book', () => {
  const entry = (id: string, so: string, quyenSo = '01/2018') => ({ id, values: { so, quyenSo, noiDangKy: 'UBND xã Tam Thanh' } });

  it('finds a number met twice and a gap', () => {
    expect(checkNumbering([entry('a', '01/2018'), entry('b', '02/2018'), entry('c', '02/2018'), entry('d', '05/2018')])).toEqual([
      { id: 'c', code: 'number-twice', detail: { number: 2, other: 'b' } }, { id: 'd', code: 'number-gap', detail: { from: 3, to: 4 } },
    ]);
  });

  it('takes numbers far apart for loose papers, not for a book with gaps', () => {
    expect(checkNumbering([entry('a', '01/2018'), entry('b', '40/2018'), entry('c', '90/2018')])).toEqual([]);
    expect(checkNumbering([entry('a', '01/2018'), entry('b', '04/2018')])).toEqual([]);
    expect(checkNumbering([entry('a', '01/2018'), entry('b', '03/2018'), entry('c', '04/2018')])).toEqual([{ id: 'b', code: 'number-gap', detail: { from: 2, to: 2 } }]);
  });

  it('keeps books and years apart', () => {
    expect(checkNumbering([entry('a', '01/2018'), entry('b', '01/2018', '02/2018'), entry('c', '01/2019')])).toEqual([]);
  });
});

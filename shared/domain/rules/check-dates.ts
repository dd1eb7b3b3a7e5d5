// Dates against each other: figures and words, birth before registration, death after birth.
import { compareDates, formatDate, parseStoredDate, sameDate } from '../dates.ts';
import { parseDateWords, writeDateWords } from '../dates-in-words.ts';
import type { Finding, Rule } from './rule.ts';

const warn = (keys: readonly string[], code: string, suggestion?: string): Finding => ({ kind: 'warning', keys, warning: { code, ...(suggestion === undefined ? {} : { suggestion }) } });

/** [earlier, later]: the first may not lie after the second. */
const ORDER: readonly (readonly [string, string])[] = [
  ['nksNgaySinh', 'ngayDangKy'], ['voNgaySinh', 'ngayDangKy'], ['chongNgaySinh', 'ngayDangKy'], ['nktNgaySinh', 'nktNgayChet'], ['nktNgayChet', 'ngayDangKy'],
  ['nxnNgaySinh', 'ngayDangKy'], ['meNgaySinh', 'nksNgaySinh'], ['chaNgaySinh', 'nksNgaySinh'], ['cnNgaySinh', 'ngayDangKy'], ['ncNgaySinh', 'ngayDangKy'],
  ['cmNgaySinh', 'ncNgaySinh'], ['ndghNgaySinh', 'ngayDangKy'], ['nghNgaySinh', 'ngayDangKy'], ['ntdNgaySinh', 'ngayDangKy'], ['nxnThoiGianCuTruTu', 'nxnThoiGianCuTruDen'],
  ['banAnNgay', 'ngayDangKy'], ['giamHoNgay', 'ngayDangKy'], ['giayToHoTichNgayCap', 'ngayDangKy'], ['chaNuoiNgaySinh', 'cnNgaySinh'], ['meNuoiNgaySinh', 'cnNgaySinh'],
];

/** Each of the two is offered what the other says, in its own writing. */
function figuresAndWords(figures: string, words: string, keys: readonly [string, string]): readonly Finding[] {
  const inWords = parseDateWords(words);
  const inFigures = parseStoredDate(figures);
  if (!inWords || !inFigures) return [];
  if (sameDate(inWords, inFigures)) return [{ kind: 'agreement', keys, code: 'words-agree' }];
  return [warn([keys[0]], 'words-differ-from-figures', formatDate(inWords)), warn([keys[1]], 'words-differ-from-figures', writeDateWords(inFigures))];
}

export const checkDates: Rule = (values) => {
  const findings: Finding[] = [];
  const words = values['nksNgaySinhBangChu'];
  if (words !== undefined && values['nksNgaySinh'] !== undefined) findings.push(...figuresAndWords(values['nksNgaySinh'], words, ['nksNgaySinh', 'nksNgaySinhBangChu']));
  for (const [earlier, later] of ORDER) {
    const first = parseStoredDate(values[earlier] ?? '');
    const second = parseStoredDate(values[later] ?? '');
    if (first && second && compareDates(first, second) < 0) findings.push(warn([earlier, later], 'dates-out-of-order'));
  }
  return findings;
};

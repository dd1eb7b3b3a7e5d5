// Persons against each other: sex of mother and father, wife and husband; the child's family name; ages;
// the declarant is mostly one of the persons already named.
import { parseStoredDate } from '../dates.ts';
import { genderHint, nameParts, sameName } from '../names.ts';
import { foldMarks, foldTonePlacement } from '../vietnamese-text.ts';
import type { Finding, Rule, Values } from './rule.ts';

const SEX_OF: Readonly<Record<string, 'Nam' | 'Nữ'>> = { meHoTen: 'Nữ', voHoTen: 'Nữ', meNuoiHoTen: 'Nữ', chaHoTen: 'Nam', chongHoTen: 'Nam', chaNuoiHoTen: 'Nam' };
const WITH_GENDER = ['nks', 'nkt', 'nxn', 'cm', 'nc', 'ngh', 'ndgh', 'cn', 'ntd'] as const;
/** A parent younger than this at the birth, or older, is unlikely. */
const PARENT_AGE = { least: 14, most: 75 } as const;
const PARENT_AND_CHILD: readonly (readonly [string, string])[] = [
  ['meNgaySinh', 'nksNgaySinh'], ['chaNgaySinh', 'nksNgaySinh'], ['cmNgaySinh', 'ncNgaySinh'], ['chaNuoiNgaySinh', 'cnNgaySinh'], ['meNuoiNgaySinh', 'cnNgaySinh'],
];
const SPOUSE_LEAST_AGE = 16;

const warn = (keys: readonly string[], code: string, suggestion?: string): Finding => ({ kind: 'warning', keys, warning: { code, ...(suggestion === undefined ? {} : { suggestion }) } });
const year = (values: Values, key: string): number | undefined => parseStoredDate(values[key] ?? '')?.year;

function sexes(values: Values): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [key, sex] of Object.entries(SEX_OF)) {
    const hint = values[key] === undefined ? undefined : genderHint(values[key]);
    if (hint === 'Nữ' && sex === 'Nam') findings.push(warn([key], 'name-of-other-sex'));
  }
  for (const prefix of WITH_GENDER) {
    const name = values[`${prefix}HoTen`];
    const gender = values[`${prefix}GioiTinh`];
    const hint = name === undefined ? undefined : genderHint(name);
    if (hint === undefined || gender === undefined || gender === '') continue;
    if (hint === gender) findings.push({ kind: 'agreement', keys: [`${prefix}GioiTinh`], code: 'name-fits-gender' });
    else if (hint === 'Nữ') findings.push(warn([`${prefix}GioiTinh`], 'name-of-other-sex'));
  }
  return findings;
}

function ages(values: Values): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [parentKey, childKey] of PARENT_AND_CHILD) {
    const [parent, child] = [year(values, parentKey), year(values, childKey)];
    if (child === undefined || parent === undefined) continue;
    const age = child - parent;
    if (age < PARENT_AGE.least || age > PARENT_AGE.most) findings.push(warn([parentKey, childKey], 'parent-age-unlikely'));
  }
  const wedding = year(values, 'ngayDangKy');
  for (const key of ['voNgaySinh', 'chongNgaySinh']) {
    const born = year(values, key);
    if (wedding !== undefined && born !== undefined && wedding - born < SPOUSE_LEAST_AGE) findings.push(warn([key, 'ngayDangKy'], 'spouse-age-unlikely'));
  }
  return findings;
}

/** The same person named twice: equal names confirm each other; a mark apart is a doubt. */
function repeated(values: Values, key: string, others: readonly string[]): readonly Finding[] {
  const name = values[key];
  if (name === undefined || name === '') return [];
  for (const other of others) {
    const second = values[other];
    if (second === undefined || second === '') continue;
    if (sameName(name, second)) return [{ kind: 'agreement', keys: [key, other], code: 'name-repeated' }];
    if (foldMarks(name) === foldMarks(second)) return [warn([key, other], 'name-differs-by-mark')];
  }
  return [];
}

function familyName(values: Values): readonly Finding[] {
  const family = (key: string): string => foldTonePlacement(nameParts(values[key] ?? '')[0] ?? '');
  const child = family('nksHoTen');
  if (child === '') return [];
  for (const key of ['chaHoTen', 'meHoTen']) {
    const parent = family(key);
    if (parent !== '' && parent === child) return [{ kind: 'agreement', keys: ['nksHoTen', key], code: 'family-name-fits' }];
  }
  const father = nameParts(values['chaHoTen'] ?? '')[0] ?? '';
  const own = nameParts(values['nksHoTen'] ?? '')[0] ?? '';
  return father !== '' && foldMarks(father) === foldMarks(own) ? [warn(['nksHoTen', 'chaHoTen'], 'name-differs-by-mark')] : [];
}

export const checkPersons: Rule = (values, recordType) => [
  ...sexes(values),
  ...ages(values),
  ...familyName(values),
  ...(recordType === 'KS' ? repeated(values, 'nycHoTen', ['chaHoTen', 'meHoTen']) : []),
  ...(recordType === 'HN' ? repeated(values, 'nycHoTen', ['nxnHoTen']) : []),
];

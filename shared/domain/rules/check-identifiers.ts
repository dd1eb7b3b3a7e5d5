// Identifier against birth year and sex of the same person.
import { parseStoredDate } from '../dates.ts';
import { PROVINCES } from '../gazetteer.ts';
import { checkIdentifier, identifierFacts } from '../identifiers.ts';
import { foldTonePlacement } from '../vietnamese-text.ts';
import type { Finding, Rule } from './rule.ts';

const PREFIXES = ['nks', 'me', 'cha', 'vo', 'chong', 'nkt', 'nxn', 'cm', 'nc', 'ngh', 'ndgh', 'cn', 'chaNuoi', 'meNuoi', 'ntd', 'nyc'] as const;
const IMPLIED: Readonly<Record<string, string>> = { me: 'Nữ', vo: 'Nữ', meNuoi: 'Nữ', cha: 'Nam', chong: 'Nam', chaNuoi: 'Nam' };

export const checkIdentifiers: Rule = (values) => PREFIXES.flatMap((prefix) => [
  ...checkIssuer(values, prefix),
  ...[`${prefix}SoDinhDanh`, `${prefix}SoDinhDanhCaNhan`, `${prefix}SoGiayToTuyThan`].flatMap((key) => checkOne(values, prefix, key)),
]);

/** A 9-digit number begins with figures of the province that issued it; only a doubt, for old papers moved about. */
function checkIssuer(values: Readonly<Record<string, string>>, prefix: string): readonly Finding[] {
  const key = `${prefix}SoGiayToTuyThan`;
  const digits = values[key] ?? '';
  const issuer = values[`${prefix}NoiCapGiayToTuyThan`];
  const prefixes = issuer === undefined ? undefined : PROVINCES.find((province) => foldTonePlacement(issuer).endsWith(` ${foldTonePlacement(province.name)}`))?.cmndPrefixes;
  if (!/^\d{9}$/.test(digits) || !prefixes) return [];
  if (prefixes.some((start) => digits.startsWith(start))) return [{ kind: 'agreement', keys: [key], code: 'identifier-fits-issuer' }];
  return [{ kind: 'warning', keys: [key], warning: { code: 'identifier-province' } }];
}

function checkOne(values: Readonly<Record<string, string>>, prefix: string, key: string): readonly Finding[] {
  const digits = values[key];
  if (digits === undefined || digits === '' || /[A-Z]/.test(digits)) return [];
  const birthKey = `${prefix}NgaySinh`;
  const genderKey = `${prefix}GioiTinh`;
  const birthYear = parseStoredDate(values[birthKey] ?? '')?.year;
  const gender = values[genderKey] ?? IMPLIED[prefix];
  const findings = checkIdentifier(digits, { birthYear, gender });
  const facts = identifierFacts(digits);
  if (findings.length === 0 && facts && birthYear !== undefined) {
    return [{ kind: 'agreement', keys: [key, birthKey, ...(values[genderKey] === undefined ? [] : [genderKey])], code: 'identifier-fits' }];
  }
  return findings.map((code) => ({
    kind: 'warning',
    keys: code === 'identifier-birth-year' ? [key, birthKey] : code === 'identifier-gender' && values[genderKey] !== undefined ? [key, genderKey] : [key],
    warning: { code, ...(facts ? { detail: { birthYear: facts.birthYear, gender: facts.gender } } : {}) },
  }));
}

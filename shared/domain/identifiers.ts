// Personal identifiers: 12 digits (province of registration 3, century and sex 1, birth year 2, random 6)
// and the older 9-digit CMND. There is no check digit, so every disagreement is a warning, never a refusal.
import { provinceByCode } from './gazetteer.ts';

export type IdentifierFacts = Readonly<{ provinceCode: string; provinceName: string | undefined; gender: 'Nam' | 'Nữ'; birthYear: number }>;

/** Facts of a 12-digit number; undefined for anything else. */
export function identifierFacts(digits: string): IdentifierFacts | undefined {
  if (!/^\d{12}$/.test(digits)) return undefined;
  const centuryAndSex = Number(digits[3]);
  const provinceCode = digits.slice(0, 3);
  return {
    provinceCode,
    provinceName: provinceByCode(provinceCode)?.name,
    gender: centuryAndSex % 2 === 0 ? 'Nam' : 'Nữ',
    birthYear: 1900 + 100 * Math.floor(centuryAndSex / 2) + Number(digits.slice(4, 6)),
  };
}

export type IdentifierFinding = 'identifier-length' | 'identifier-province' | 'identifier-birth-year' | 'identifier-gender';

/** What does not fit; `gender` and `birthYear` are left out when the paper does not say. */
export function checkIdentifier(digits: string, person: Readonly<{ gender?: string | undefined; birthYear?: number | undefined }> = {}): readonly IdentifierFinding[] {
  if (/^\d{9}$/.test(digits)) return [];
  const facts = identifierFacts(digits);
  if (!facts) return ['identifier-length'];
  const findings: IdentifierFinding[] = [];
  if (facts.provinceName === undefined) findings.push('identifier-province');
  if (person.birthYear !== undefined && person.birthYear !== facts.birthYear) findings.push('identifier-birth-year');
  if ((person.gender === 'Nam' || person.gender === 'Nữ') && person.gender !== facts.gender) findings.push('identifier-gender');
  return findings;
}

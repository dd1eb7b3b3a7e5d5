// Vietnamese personal names: family name, then middle names, then the given name. Statistics of common
// names are a weak witness: they break ties between readings, they never make a name wrong.
import { COMMON_NAMES, FAMILY_NAMES } from './gazetteer.ts';
import { isVietnameseSyllable } from './vietnamese-syllable.ts';
import { foldTonePlacement, tidy } from './vietnamese-text.ts';

export const nameParts = (name: string): readonly string[] => tidy(name).split(' ').filter((part) => part !== '');

export const sameName = (a: string, b: string): boolean => foldTonePlacement(a) === foldTonePlacement(b);

export function isFamilyName(word: string): boolean {
  return FAMILY_NAMES.has(foldTonePlacement(word));
}

/** A syllable met in names: family, middle or given. */
export const isNameSyllable = (word: string): boolean => COMMON_NAMES.has(foldTonePlacement(word)) || isFamilyName(word);

const toneless = Map.groupBy(COMMON_NAMES, (name) => name.replace(/\d/g, ''));

/** Another common name differs from this one in its tone alone (Hùng, Hưng do not; Tình, Tính do). */
export const hasToneRival = (word: string): boolean => (toneless.get(foldTonePlacement(word).replace(/\d/g, '')) ?? []).some((other) => other !== foldTonePlacement(word));

export function titleCase(name: string): string {
  return tidy(name).replace(/\p{L}[\p{L}\p{M}']*/gu, (word) => word.charAt(0).toLocaleUpperCase('vi') + word.slice(1).toLocaleLowerCase('vi'));
}

/** Sex that the middle name gives away: "Thị" is worn by women only, "Văn" nearly only by men. */
export function genderHint(name: string): 'Nam' | 'Nữ' | undefined {
  const middle = nameParts(name).slice(1, -1).map((part) => foldTonePlacement(part));
  if (middle.includes(foldTonePlacement('Thị'))) return 'Nữ';
  if (middle[0] === foldTonePlacement('Văn')) return 'Nam';
  return undefined;
}

/** How name-like a text is, 0 to 1: syllables that exist, a known family name first, two to six parts. */
export function nameLikeness(name: string): number {
  const parts = nameParts(name);
  if (parts.length === 0) return 0;
  const letters = parts.filter((part) => /^[\p{L}'.-]+$/u.test(part));
  const syllables = letters.filter((part) => isVietnameseSyllable(part)).length / parts.length;
  const known = letters.filter((part) => isNameSyllable(part)).length / parts.length;
  const lengthFits = parts.length >= 2 && parts.length <= 6 ? 1 : 0.5;
  return lengthFits * (0.5 * syllables + 0.3 * known + (isFamilyName(parts[0] ?? '') ? 0.2 : 0));
}

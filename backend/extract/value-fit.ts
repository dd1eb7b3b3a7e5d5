// Whether a text without a label can be the value of a field, by the kind of value alone: a date, a place that names
// commune and district, a name in capitals with a family's name before it. Stricter than the parsers, which trust a label.
import { DATE_WORDS } from '../../shared/domain/dates-in-words.ts';
import { ETHNIC_GROUPS, FAMILY_NAME_LIST } from '../../shared/domain/gazetteer.ts';
import { isNameSyllable } from '../../shared/domain/names.ts';
import { fieldSpec } from '../../shared/domain/record-types.ts';
import { nearest } from '../../shared/domain/text-distance.ts';
import { foldMarks, foldTonePlacement, isUpperCase } from '../../shared/domain/vietnamese-text.ts';
import type { FormDefinition, FormField } from './form-definition.ts';
import { namesUnit, placeFit } from './place-fit.ts';

/** Where in the text a value of the field's kind begins; undefined where there is none. */
type Fit = (text: string, key: string) => number | undefined;

const at = (text: string, pattern: RegExp): number | undefined => pattern.exec(text)?.index;

const IDENTITY = /(?<![a-z])(?:cmnd|cccd|chung minh nhan dan|can cuoc(?: cong dan)?)\s+s.\s*:?\s*\d{6}|(?<![a-z\d])s.\s+(?:\d{9}|\d{12})\s+do\s/;
const DEATH_TIME = /(?<!\d)\d{1,2}\s+gi.\s+\d{1,2}\s+ph.t/;
const FULL_DATE = /(?<![\d/.])\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?(?:19|20)\d{2}(?!\d)/;
const YEAR = /^\W*(?:\S{1,3}\s)?((?:19|20)\d{2})\W*$/;
/** Parents and spouses are entered with the year alone. */
const YEAR_IS_ENOUGH = /^(?:me|cha|chaNuoi|meNuoi|vo|chong)NgaySinh$/;

/** Where the word of this index begins in the text of all words. */
const lengthBefore = (words: readonly string[], index: number): number => words.slice(0, index).join(' ').length + (index > 0 ? 1 : 0);

const IN_WORDS = new Set<string>(DATE_WORDS);
/** Words of a date that are no words of anything else when so many stand in a row. */
const LEAST_WORDS = 5;

const wordsOfDate: Fit = (text) => {
  const words = text.split(' ');
  const known = words.map((word) => nearest(word.toLocaleLowerCase('vi').replace(/[^\p{L}]/gu, ''), [...IN_WORDS], (one) => one, 0.6) !== undefined);
  const first = words.findIndex((_, index) => known.slice(index, index + LEAST_WORDS).filter(Boolean).length >= LEAST_WORDS - 1 && known[index] === true);
  return first < 0 ? undefined : lengthBefore(words, first);
};

const date: Fit = (text, key) => at(text, FULL_DATE) ?? (YEAR_IS_ENOUGH.test(key) ? at(text, YEAR) : undefined);

const bare = (word: string): string => word.replace(/[^\p{L}\p{N}’'-]+/gu, '');

const FAMILIES = new Set(FAMILY_NAME_LIST.map(foldMarks));

/** "212: TẠ HỮU KHÁNH": the capitals at the end, from a family's name on; its marks may be wrong. */
const name: Fit = (text) => {
  const words = text.split(' ');
  const isPart = (word: string): boolean => bare(word).length > 1 && isUpperCase(word);
  const end = words.findLastIndex((word) => /\p{L}/u.test(word));
  let first = end + 1;
  while (first > 0 && isPart(words[first - 1] ?? '')) first--;
  while (first <= end && !FAMILIES.has(foldMarks(bare(words[first] ?? '')))) first++;
  const known = words.slice(first, end + 1).filter((word) => isNameSyllable(bare(word))).length;
  return end - first < 1 || 2 * known < end - first + 1 || namesUnit(text) ? undefined : lengthBefore(words, first);
};

/** The closed list's entry at the end of the text; signs behind it do not count. */
const listed = (entries: readonly string[]): Fit => (text) => {
  const words = text.replace(/[^\p{L}\p{N}]+$/u, '').split(' ');
  for (const entry of entries) {
    const size = entry.split(' ').length;
    if (words.length >= size && foldTonePlacement(words.slice(-size).map(bare).join(' ')) === foldTonePlacement(entry)) return lengthBefore(words, words.length - size);
  }
  return undefined;
};

const ethnicGroup = listed(ETHNIC_GROUPS.flatMap((group) => [group.name, ...group.variants]).toSorted((a, b) => b.length - a.length));
const nationality = listed(['Việt Nam']);
const gender: Fit = (text) => (nationality(text, '') === undefined ? listed(['Nam', 'Nữ'])(text, '') : undefined);

const number: Fit = (text) => (/^\W*\d{1,4}\s?\/\s?(?:19|20)\d{2}\W*$/.test(text) ? at(text, /\d/) : undefined);

function fitOf(form: FormDefinition, field: FormField): Fit | undefined {
  if (field.as === 'identity-paper') return (text) => at(foldMarks(text), IDENTITY);
  if (field.as === 'death-time') return (text) => at(foldMarks(text), DEATH_TIME);
  if (field.wordsOf !== undefined) return wordsOfDate;
  if (field.as !== 'kind' || field.key === null) return undefined;
  switch (fieldSpec(form.recordType, field.key)?.kind) {
    case 'date': case 'partialDate': return date;
    case 'dateInWords': return wordsOfDate;
    case 'personName': return name;
    case 'ethnicGroup': return ethnicGroup;
    case 'nationality': return nationality;
    case 'gender': return gender;
    case 'place': return placeFit;
    case 'registrationNumber': return number;
    default: return undefined;
  }
}

const KINDS_BY_FIT: ReadonlySet<string> = new Set(['dateInWords', 'ethnicGroup', 'nationality', 'gender', 'registrationNumber', 'bookNumber']);

/** Whether `text`, behind the end of a label, can be what the label names although it is not plainly of its kind. */
export function mayBeValue(form: FormDefinition, field: FormField, text: string): boolean {
  if (field.as === 'identity-paper' || field.as === 'death-time') return /\d{4}/.test(text);
  const kind = field.key === null ? undefined : fieldSpec(form.recordType, field.key)?.kind;
  if (kind === undefined || KINDS_BY_FIT.has(kind)) return false;
  if (kind === 'personName') return /\p{Lu}{2}.*\s\p{Lu}{2}/u.test(text) && !/\d/.test(text);
  if (kind === 'place') return namesUnit(text) && !text.includes(':');
  return kind === 'text' || /\d{4}/.test(text);
}

/** Where in `text` a value that only this kind of field has begins. */
export const valueFit = (form: FormDefinition, field: FormField, text: string): number | undefined => fitOf(form, field)?.(text, field.key ?? '');

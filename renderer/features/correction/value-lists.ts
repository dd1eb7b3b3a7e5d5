// The lists a field's value comes from. Closed lists (ethnic group, nationality, sex, codes) take an abbreviation
// for the value when the field is left: one letter is enough where it can mean only one. Open lists (places,
// issuing offices, posts) only offer.
import { AGENCIES, ETHNIC_GROUPS, NATIONALITIES, PROVINCES } from '../../../shared/domain/gazetteer.ts';
import { ENUMS, fieldSpec } from '../../../shared/domain/record-types.ts';
import { textDistance } from '../../../shared/domain/text-distance.ts';
import { foldMarks } from '../../../shared/domain/vietnamese-text.ts';
import { kindOf } from './typed-value.ts';

export type ListedValue = Readonly<{ value: string; /** What the value stands for, where it is a code. */ name?: string }>;
export type ValueList = Readonly<{ isClosed: boolean; entries: readonly ListedValue[] }>;

const listed = (values: readonly string[]): readonly ListedValue[] => values.map((value) => ({ value }));
const GENDERS: ValueList = { isClosed: true, entries: listed(['Nam', 'Nữ']) };
const ETHNIC: ValueList = { isClosed: true, entries: listed(ETHNIC_GROUPS.map((entry) => entry.name)) };
const NATIONS: ValueList = { isClosed: true, entries: listed(NATIONALITIES.map((entry) => entry.name)) };
const ISSUERS: ValueList = { isClosed: false, entries: listed([...new Set([...PROVINCES.map((province) => `Công an tỉnh ${province.name}`), ...AGENCIES])]) };

function codes(name: string): ValueList {
  return { isClosed: true, entries: Object.entries(ENUMS[name] ?? {}).map(([value, meaning]) => ({ value, name: meaning })) };
}

/** undefined where a field has no list. */
export function valueListOf(recordType: string | null, key: string): ValueList | undefined {
  const spec = recordType === null ? undefined : fieldSpec(recordType, key);
  if (spec?.enum !== undefined && ENUMS[spec.enum] !== undefined) return codes(spec.enum);
  if (/NoiCapGiayToTuyThan$/.test(key)) return ISSUERS;
  switch (kindOf(recordType, key)) {
    case 'gender':
      return GENDERS;
    case 'ethnicGroup':
      return ETHNIC;
    case 'nationality':
      return NATIONS;
    default:
      return undefined;
  }
}

const initialsOf = (text: string): string => foldMarks(text).split(/[\s\-,.]+/).map((word) => word[0] ?? '').join('');

/** How well `typed` names `text`, less is better; undefined when it does not. Marks typed must be there, marks left out need not. */
export function matchRank(text: string, typed: string): number | undefined {
  const lower = text.toLocaleLowerCase('vi');
  const wanted = typed.trim().toLocaleLowerCase('vi');
  const plain = foldMarks(text);
  const plainWanted = foldMarks(wanted);
  if (plainWanted === '') return 9;
  if (lower === wanted) return 0;
  if (lower.startsWith(wanted)) return 1;
  const isBare = wanted === plainWanted;
  if (isBare && plain.startsWith(plainWanted)) return 2;
  if (isBare && plainWanted.length > 1 && initialsOf(text).startsWith(plainWanted)) return 3;
  if (` ${lower}`.includes(` ${wanted}`)) return 4;
  return isBare && ` ${plain.replaceAll('-', ' ')}`.includes(` ${plainWanted}`) ? 5 : undefined;
}

/** Entries that `typed` names, the nearest first; `favourites` (this book's values) before others that match as well. */
export function findInList(list: ValueList, typed: string, favourites: readonly string[]): readonly ListedValue[] {
  const favour = (value: string): number => (favourites.includes(value) ? favourites.indexOf(value) : favourites.length);
  return list.entries
    .flatMap((entry) => {
      const ranks = [entry.value, ...(entry.name === undefined ? [] : [entry.name])].flatMap((text) => matchRank(text, typed) ?? []);
      return ranks.length === 0 ? [] : [{ entry, rank: Math.min(...ranks) }];
    })
    .sort((a, b) => Number(a.rank > 3) - Number(b.rank > 3) || favour(a.entry.value) - favour(b.entry.value) || a.rank - b.rank)
    .map(({ entry }) => entry);
}

const NEAR_SHARE = 0.15;
const NEAR_AT_LEAST = 0.6;
const MOST_NEAR = 2;

/** Values of the list that differ from `value` by little more than a slip of the reader, the nearest first; none where it is in the list. */
export function nearInList(list: ValueList | undefined, value: string): readonly string[] {
  if (!list || value === '' || isInList(list, value)) return [];
  const limit = Math.max(NEAR_AT_LEAST, NEAR_SHARE * value.length);
  return list.entries.map((entry) => ({ value: entry.value, distance: textDistance(value, entry.value, limit) }))
    .filter(({ distance }) => distance < Infinity).sort((a, b) => a.distance - b.distance).slice(0, MOST_NEAR).map((near) => near.value);
}

export const isInList = (list: ValueList, value: string): boolean => list.entries.some((entry) => entry.value === value || entry.name === value);

/** Longer words are values of their own, in a list or not: what stands on paper is never changed for what is near to it. */
const LONGEST_ABBREVIATION = 4;
const WORST_RANK = 3;

/** What an abbreviation in a closed list means: "k" → Kinh; undefined when it is a value already or means nothing. */
export function expandAbbreviation(list: ValueList | undefined, typed: string, favourites: readonly string[]): string | undefined {
  const text = typed.trim();
  if (list?.isClosed !== true || text === '' || isInList(list, text)) return undefined;
  const sameLetters = list.entries.find((entry) => entry.value.toLocaleLowerCase('vi') === text.toLocaleLowerCase('vi'));
  if (sameLetters) return sameLetters.value;
  const [nearest] = findInList(list, text, favourites);
  if (nearest === undefined) return undefined;
  const rank = matchRank(nearest.name ?? nearest.value, text) ?? WORST_RANK + 1;
  return text.length <= LONGEST_ABBREVIATION && rank <= WORST_RANK ? nearest.value : undefined;
}

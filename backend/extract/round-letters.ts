// One-storey a and o differ by a stroke that some typefaces and faint prints hide: "cóng tóc", "khoi sinh",
// "khu phố Hòa Lọc". A page betrays it: many of its words are unknown, and known with an a for the o. On such
// a page, and only there, a word of a value that is unknown (or far rarer) gives way to its a-reading. The
// change is a mending like any other: it is counted, told, and the field is the less sure.
import { isNameSyllable } from '../../shared/domain/names.ts';
import { isPlaceWord } from '../../shared/domain/places.ts';
import type { PageReading } from '../../shared/domain/reading.ts';
import { syllableCount } from '../../shared/domain/syllable-frequency.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import type { ParsedValue } from './parsed-value.ts';

const AS_A: Readonly<Record<string, string>> = Object.fromEntries([...'oóòỏõọôốồổỗộơớờởỡợø'].map((letter, index) => [letter, 'aáàảãạâấầẩẫậaáàảãạa'.charAt(index)]));

/** Words unknown as read and known with an a, from which a page is taken to confuse the two. */
const LEAST_SWAPS = 2;
/** Two known words: the a-reading must be met this many times as often. */
const FAR_OFTENER = 6;

const lower = (text: string): string => text.toLocaleLowerCase('vi');
const inCase = (text: string, model: string): string => (model === model.toLocaleUpperCase('vi') && model.length > 1 ? text.toLocaleUpperCase('vi') : /^\p{Lu}/u.test(model) ? text.charAt(0).toLocaleUpperCase('vi') + text.slice(1) : text);

type Weigh = (word: string) => number;

/** Capitalised words are names of people and places, the others words of the language. */
const weightOf: Weigh = (word) => syllableCount(word) + (isPlaceWord(word) ? 20 : 0);
const weightOfName: Weigh = (word) => syllableCount(word) + (isPlaceWord(word) || isNameSyllable(word) ? 4 : 0);

/** The word with its o read as a, when that is known and the word as read is not, or hardly. */
export function roundReading(word: string): string | undefined {
  const read = lower(word);
  if (!/^\p{L}{2,}$/u.test(read) || isPlaceWord(read)) return undefined;
  const weigh = /^\p{Lu}/u.test(word) ? weightOfName : weightOf;
  const own = isVietnameseSyllable(read) ? weigh(read) : 0;
  const variants = [...read].flatMap((letter, index) => {
    const other = AS_A[letter];
    return other === undefined ? [] : [read.slice(0, index) + other + read.slice(index + 1)];
  }).filter((variant) => isVietnameseSyllable(variant));
  const [best] = variants.toSorted((a, b) => weigh(b) - weigh(a));
  return best !== undefined && weigh(best) > 0 && weigh(best) >= FAR_OFTENER * own ? inCase(best, word) : undefined;
}

/** "Ngm", "Prgo": a g inside what is no syllable may be an a with its stroke run down. */
const G_INSIDE = /(?<=\p{L})g(?=\p{L})/gu;

/** The a-reading of what no Vietnamese word and no place can be: "Lợc", "Ngm". */
function onlyReading(word: string): string | undefined {
  const read = lower(word);
  if (!/^\p{Lu}\p{Ll}{2,}$/u.test(word) || isVietnameseSyllable(read) || isPlaceWord(read)) return undefined;
  const withA = [...read.matchAll(G_INSIDE)].map(({ index }) => `${read.slice(0, index)}a${read.slice(index + 1)}`).filter((variant) => isPlaceWord(variant));
  const [only] = new Set(withA);
  return roundReading(word) ?? (only === undefined ? undefined : inCase(only, word));
}

const pages = new WeakMap<PageReading, boolean>();

/** Whether this page's print hides the difference. */
export function confusesRoundLetters(reading: PageReading): boolean {
  let confuses = pages.get(reading);
  if (confuses === undefined) {
    const words = reading.lines.flatMap((line) => line.words).map((word) => word.text.replace(/[^\p{L}]/gu, '')).filter((word) => /^\p{Ll}{2,}$/u.test(word) && syllableCount(word) === 0);
    confuses = new Set(words.filter((word) => roundReading(word) !== undefined)).size >= LEAST_SWAPS;
    pages.set(reading, confuses);
  }
  return confuses;
}

const MENDED_KINDS: ReadonlySet<string> = new Set(['place', 'text', 'personName']);
/** Weight of one such change, as of a letter taken for its look-alike. */
const SWAP_WEIGHT = 0.35;

function mendValue<T extends ParsedValue>(value: T, readingOf: (word: string) => string | undefined): T {
  let swaps = 0;
  const text = value.value.replace(/\p{L}+/gu, (word) => {
    const other = readingOf(word);
    if (other === undefined) return word;
    swaps++;
    return other;
  });
  return swaps === 0 ? value : { ...value, value: text, mended: value.mended + SWAP_WEIGHT * swaps, reasons: [...value.reasons, 'round-letters'] };
}

/** The values with their doubtful round letters read as a, on a page that confuses them; elsewhere only words of places that nothing else can be. */
export function mendRoundLetters<T extends ParsedValue>(values: readonly T[], reading: PageReading): readonly T[] {
  if (!confusesRoundLetters(reading)) return values.map((value) => (value.kind === 'place' ? mendValue(value, onlyReading) : value));
  return values.map((value) => (MENDED_KINDS.has(value.kind) ? mendValue(value, (word) => roundReading(word) ?? (value.kind === 'place' ? onlyReading(word) : undefined)) : value));
}

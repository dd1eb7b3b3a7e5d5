// The same place or name printed twice on a paper should be read alike. Where two readings are only a mark
// or a look-alike apart, the better witnessed one is taken for both: the gazetteer's, a real syllable, then
// the one read with more confidence. A word that both pages read surely and differently stays different.
import { isFamilyName, isNameSyllable } from '../../shared/domain/names.ts';
import { isPlaceWord } from '../../shared/domain/places.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { foldMarks, foldTonePlacement } from '../../shared/domain/vietnamese-text.ts';
import type { PlacedValue } from './placed-value.ts';

/** Keys that may name the same person. */
const SAME_PERSON: readonly (readonly [string, string])[] = [['nycHoTen', 'chaHoTen'], ['nycHoTen', 'meHoTen'], ['nycHoTen', 'nxnHoTen'], ['nycHoTen', 'nktHoTen']];
/** Below this a reading gives way to a better witnessed one. */
const SURE = 0.93;

/** Values of the writer's own words, which no list mends before they are seen here. */
const VALUE_KINDS: ReadonlySet<string> = new Set(['personName', 'place', 'text', 'dateInWords']);
/** So many values with marks show that the paper's writer put them. */
const OTHERS_WITH_MARKS = 2;

type Witness = Readonly<{ text: string; confidence: number; weight: number }>;

function confidenceOfWord(value: PlacedValue, word: string): number {
  const pieces = value.span.pieces.filter((piece) => piece.text.includes(word));
  return pieces.length === 0 ? Math.min(0.8, ...value.span.pieces.map((piece) => piece.word.confidence)) : Math.max(...pieces.map((piece) => piece.word.confidence));
}

function witness(value: PlacedValue, word: string): Witness {
  const bare = word.replace(/[^\p{L}]/gu, '');
  const known = value.kind === 'personName' ? isNameSyllable(bare) || isFamilyName(bare) : isPlaceWord(bare);
  const confidence = confidenceOfWord(value, word);
  return { text: word, confidence, weight: confidence + (isVietnameseSyllable(bare) ? 0.4 : 0) + (known ? 0.25 : 0) };
}

/** Words that say the same but for a mark or a look-alike. */
const akin = (a: string, b: string): boolean => foldMarks(a) === foldMarks(b) || textDistance(a.toLowerCase(), b.toLowerCase(), 0.6) <= 0.6;

function mendPair(a: PlacedValue, b: PlacedValue): readonly [PlacedValue, PlacedValue] {
  const [left, right] = [a.value.split(' '), b.value.split(' ')];
  if (left.length !== right.length || left.length < 2) return [a, b];
  const apart = left.flatMap((word, index) => (foldTonePlacement(word) === foldTonePlacement(right[index] ?? '') ? [] : [index]));
  if (apart.length === 0 || apart.length > Math.max(1, left.length / 4) || !apart.every((index) => akin(left[index] ?? '', right[index] ?? ''))) return [a, b];
  let [first, second] = [a, b];
  for (const index of apart) {
    const [one, two] = [witness(a, left[index] ?? ''), witness(b, right[index] ?? '')];
    const [better, worse] = one.weight >= two.weight ? [one, two] : [two, one];
    if (worse.confidence >= SURE) continue;
    if (better === one) second = setWord(second, index, better.text);
    else first = setWord(first, index, better.text);
  }
  return [first, second];
}

function setWord(value: PlacedValue, index: number, word: string): PlacedValue {
  const words = value.value.split(' ');
  const tail = /[,.;:]*$/u.exec(words[index] ?? '')?.[0] ?? '';
  words[index] = word.replace(/[,.;:]*$/u, '') + tail;
  return { ...value, value: words.join(' '), mended: value.mended + 0.2, reasons: [...value.reasons, 'taken-from-repeat'] };
}

/** Parts of places (between commas) compared across all places of the record. */
function mendPlaces(values: Map<string, PlacedValue>): void {
  const places = [...values.values()].filter((value) => value.kind === 'place' && value.value !== '');
  const parts = places.flatMap((value) => value.value.split(/,\s*/).map((part) => ({ value, part })));
  for (const group of Map.groupBy(parts, ({ part }) => foldMarks(part)).values()) {
    const spellings = new Map<string, number>();
    for (const { value, part } of group) {
      const weight = part.split(' ').reduce((sum, word) => sum + witness(value, word).weight, 0) / part.split(' ').length;
      spellings.set(part, (spellings.get(part) ?? 0) + weight);
    }
    if (spellings.size < 2) continue;
    const [best] = [...spellings].toSorted((a, b) => b[1] - a[1])[0] ?? [''];
    for (const { value, part } of group) {
      if (part === best || sureOf(value, part)) continue;
      const current = values.get(value.key) ?? value;
      values.set(value.key, { ...current, value: current.value.replace(part, () => best), mended: current.mended + 0.2, reasons: [...current.reasons, 'taken-from-repeat'] });
    }
  }
}

/** A place that breaks off where another of the record goes on with the same commune and district. */
function completePlaces(values: Map<string, PlacedValue>): void {
  const places = [...values.values()].filter((value) => value.kind === 'place' && value.value !== '');
  const whole = places.filter((value) => value.listed === true);
  for (const value of places) {
    if (value.listed === true) continue;
    const parts = value.value.split(/,\s*/);
    const endings = new Set(whole.flatMap((other) => endingFor(parts, other.value.split(/,\s*/)) ?? []));
    const [only] = endings;
    if (endings.size === 1 && only !== undefined) values.set(value.key, { ...value, value: only, listed: true, mended: value.mended + 1, reasons: [...value.reasons, 'taken-from-repeat'] });
  }
}

/** `parts` with its last, broken part (or none) replaced by what follows the same units in `other`. */
function endingFor(parts: readonly string[], other: readonly string[]): string | undefined {
  for (const keep of [parts.length, parts.length - 1]) {
    const last = parts[keep - 1];
    const at = other.findIndex((part) => last !== undefined && foldTonePlacement(part) === foldTonePlacement(last));
    const rest = other.slice(at + 1);
    const broken = parts.slice(keep).join(' ');
    const front = rest.join(', ').slice(0, broken.length);
    if (at < 0 || rest.length === 0 || keep < 1 || !UNIT_OF_TAIL.test(last ?? '') || (broken !== '' && textDistance(broken.toLowerCase(), front.toLowerCase(), 0.4 * broken.length + 0.5) === Infinity)) continue;
    // Without a scrap of the lost end, the paper may well stop here.
    if (broken !== '') return [...parts.slice(0, keep), ...rest].join(', ');
  }
  return undefined;
}

const UNIT_OF_TAIL = /^(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố)\s/iu;

const sureOf = (value: PlacedValue, part: string): boolean => part.split(' ').every((word) => confidenceOfWord(value, word) >= SURE);

const hasMarks = (text: string): boolean => foldMarks(text) !== text.toLowerCase();

/** "Viet Nam" on a paper whose other values have their marks: faint print lost them, no writer left them out. */
function restoreMarks(values: Map<string, PlacedValue>): void {
  for (const value of [...values.values()]) {
    const marked = value.reasons.includes('two-in-list') && !hasMarks(value.value) && foldMarks(value.suggestion ?? '') === foldMarks(value.value) ? value.suggestion : undefined;
    const others = [...values.values()].filter((other) => other !== value && VALUE_KINDS.has(other.kind) && hasMarks(other.span.text));
    if (marked === undefined || others.length < OTHERS_WITH_MARKS) continue;
    values.set(value.key, { ...value, value: marked, mended: value.mended + 0.5, suggestion: undefined });
  }
}

export function agreeOnReadings(values: readonly PlacedValue[]): readonly PlacedValue[] {
  const byKey = new Map(values.map((value) => [value.key, value]));
  for (const [a, b] of SAME_PERSON) {
    const [first, second] = [byKey.get(a), byKey.get(b)];
    if (!first || !second) continue;
    const [one, two] = mendPair(first, second);
    byKey.set(a, one);
    byKey.set(b, two);
  }
  mendPlaces(byKey);
  completePlaces(byKey);
  restoreMarks(byKey);
  return [...byKey.values()];
}

// Puts a damaged place right as a whole. A Vietnamese address has a grammar: (hamlet, house or office,) commune,
// district, province, each with its unit word and a comma between. Every commune the gazetteer knows spells
// one such tail; the tail is laid over the reading letter by letter, the front of the reading staying free.
// Words may be lost (a run of letters that the paper has and the reader has not) or added (specks), but
// every level must have left a trace on the paper, and no other commune may fit nearly as well.
import { COMMUNES, DISTRICTS, PROVINCES } from './gazetteer.ts';
import { gapCost, substitutionCost } from './text-distance.ts';
import { foldMarks, foldTonePlacement, isUpperCase, lettersOnly } from './vietnamese-text.ts';

/** Stands in a reading where the white space is wide enough to have held a word. */
export const LOST_INK = '␣';

export type AlignedPlace = Readonly<{
  /** What stands before the tail, as read. */
  head: string;
  /** Commune, district and province in full, in the case of the reading, known words as read. */
  tail: string;
  /** Weight of what was changed. */
  cost: number;
}>;

type Level = Readonly<{ from: number; to: number }>;
type Tail = Readonly<{ text: string; letters: readonly string[]; levels: readonly Level[]; grams: ReadonlySet<string> }>;

const CENTRAL_CITIES = new Set(['Hà Nội', 'Hải Phòng', 'Đà Nẵng', 'Hồ Chí Minh', 'Cần Thơ', 'Huế']);
const provinceText = (name: string): string => `${CENTRAL_CITIES.has(name) ? 'thành phố' : 'tỉnh'} ${name}`;

function gramsOf(text: string): ReadonlySet<string> {
  const letters = lettersOnly(text);
  return new Set(Array.from({ length: Math.max(0, letters.length - 2) }, (_, index) => letters.slice(index, index + 3)));
}

function tailOf(parts: readonly string[], names: readonly string[]): Tail {
  const text = parts.join(', ');
  const levels: Level[] = [];
  let at = 0;
  for (const part of parts) {
    levels.push({ from: at, to: at + part.length });
    at += part.length + 2;
  }
  return { text, letters: [...text.toLocaleLowerCase('vi')], levels, grams: gramsOf(names.join(' ')) };
}

const districtUnit = new Map(DISTRICTS.map((district) => [`${district.province}/${district.name}`, district.unit]));
const knownProvinces = new Set(PROVINCES.map((province) => province.name));
const TAILS: readonly Tail[] = COMMUNES.filter((commune) => knownProvinces.has(commune.province)).map((commune) =>
  tailOf([`${commune.unit} ${commune.name}`, `${districtUnit.get(`${commune.province}/${commune.district}`) ?? 'huyện'} ${commune.district}`, provinceText(commune.province)], [commune.name, commune.district, commune.province]));

const CANDIDATES = 5;

/** The tails that share most letter triples with the reading. */
function likelyTails(read: string): readonly Tail[] {
  const grams = gramsOf(read);
  const scored = TAILS.map((tail) => {
    let shared = 0;
    for (const gram of tail.grams) if (grams.has(gram)) shared++;
    return { tail, share: shared / Math.max(1, tail.grams.size) };
  });
  return scored.filter((one) => one.share >= 0.4).sort((a, b) => b.share - a.share).slice(0, CANDIDATES).map((one) => one.tail);
}

/** A run of lost letters costs its opening more than its length; where there is a gap or the line ends, little. */
const LOST = { open: 0.9, openAtGap: 0.35, each: 0.12 } as const;
const EXTRA = { open: 0.25, each: 0.3 } as const;
const MATCH = 0;
const LOSE = 1;
const SKIP = 2;

type Laid = Readonly<{ cost: number; start: number; /** For each letter of the tail: whether the reading has it, or one like it. */ seen: readonly boolean[] }>;

/** Semi-global alignment with affine runs: the reading's front is free, its end is not. */
function lay(read: readonly string[], tail: readonly string[]): Laid {
  const [rows, columns] = [read.length + 1, tail.length + 1];
  const cost = [MATCH, LOSE, SKIP].map(() => new Float64Array(rows * columns).fill(Infinity));
  const back = [MATCH, LOSE, SKIP].map(() => new Int8Array(rows * columns));
  for (let i = 0; i < rows; i++) cost[MATCH]?.fill(0, i * columns, i * columns + 1);
  const valueAt = (state: number, index: number): number => cost[state]?.[index] ?? Infinity;
  const put = (state: number, index: number, options: readonly [number, number, number]): void => {
    const [match, lose, skip] = options;
    const least = Math.min(match, lose, skip);
    const table = cost[state];
    const trail = back[state];
    if (!table || !trail || least >= (table[index] ?? Infinity)) return;
    table[index] = least;
    trail[index] = least === match ? MATCH : least === lose ? LOSE : SKIP;
  };
  for (let i = 0; i < rows; i++) {
    const open = i === rows - 1 || read[i] === LOST_INK || read[i - 1] === LOST_INK ? LOST.openAtGap : LOST.open;
    for (let j = 1; j < columns; j++) {
      const here = i * columns + j;
      const left = here - 1;
      put(LOSE, here, [valueAt(MATCH, left) + open + LOST.each, valueAt(LOSE, left) + LOST.each, valueAt(SKIP, left) + open + LOST.each]);
      if (i === 0) continue;
      const [diagonal, above] = [left - columns, here - columns];
      const [letter, wanted] = [read[i - 1] ?? '', tail[j - 1] ?? ''];
      const swap = letter === LOST_INK ? Infinity : Math.min(substitutionCost(letter, wanted), 0.9);
      put(MATCH, here, [valueAt(MATCH, diagonal) + swap, valueAt(LOSE, diagonal) + swap, valueAt(SKIP, diagonal) + swap]);
      const each = letter === LOST_INK ? 0 : Math.min(EXTRA.each, gapCost(letter));
      const first = letter === LOST_INK ? 0 : EXTRA.open;
      put(SKIP, here, [valueAt(MATCH, above) + first + each, valueAt(LOSE, above) + first + each, valueAt(SKIP, above) + each]);
    }
  }
  return trace(read, tail, cost, back);
}

function trace(read: readonly string[], tail: readonly string[], cost: readonly Float64Array[], back: readonly Int8Array[]): Laid {
  const columns = tail.length + 1;
  let [i, j] = [read.length, tail.length];
  const last = i * columns + j;
  let state = [MATCH, LOSE, SKIP].reduce((a, b) => ((cost[b]?.[last] ?? Infinity) < (cost[a]?.[last] ?? Infinity) ? b : a));
  const total = cost[state]?.[last] ?? Infinity;
  const seen = tail.map(() => false);
  while (j > 0) {
    const before = back[state]?.[i * columns + j] ?? MATCH;
    if (state === MATCH) {
      seen[j - 1] = substitutionCost(read[i - 1] ?? '', tail[j - 1] ?? '') < 0.6;
      i--;
      j--;
    } else if (state === LOSE) j--;
    else i--;
    if (i < 0) break;
    state = before;
  }
  return { cost: total, start: Math.max(0, i), seen };
}

const shareSeen = (tail: Tail, laid: Laid, { from, to }: Level): number => {
  const letters = tail.letters.slice(from, to).map((letter, index) => (/\p{L}/u.test(letter) ? laid.seen[from + index] === true : undefined)).filter((one) => one !== undefined);
  return letters.filter(Boolean).length / Math.max(1, letters.length);
};

/** Every level left letters (or a gap where it stood); commune and one more are there for the most part. */
function witnessed(tail: Tail, laid: Laid, hasGap: boolean): boolean {
  const [commune = 0, district = 0, province = 0] = tail.levels.map((level) => shareSeen(tail, laid, level));
  const trace = hasGap ? 0 : 0.2;
  return commune >= 0.6 && Math.max(district, province) >= 0.6 && district >= trace && province >= (hasGap ? 0 : 0.15);
}

/** The tail with words that the paper spells otherwise (Hoà for Hòa) as the paper spells them. */
function asOnPaper(tail: string, read: string): string {
  const words = new Map(read.split(/[\s,]+/).map((word) => [foldTonePlacement(word), word]));
  const upper = isUpperCase(read.slice(-24));
  return tail.split(' ').map((word) => {
    const bare = word.replace(/,$/, '');
    const own = words.get(foldTonePlacement(bare));
    const text = upper ? bare.toLocaleUpperCase('vi') : own !== undefined && own.toLocaleLowerCase('vi') !== bare.toLocaleLowerCase('vi') ? inCase(own, bare) : bare;
    return text + (word.endsWith(',') ? ',' : '');
  }).join(' ');
}

const inCase = (word: string, model: string): string => (/^\p{Lu}/u.test(model) ? word.charAt(0).toLocaleUpperCase('vi') + word.slice(1).toLocaleLowerCase('vi') : word.toLocaleLowerCase('vi'));

/** Evidence that the paper writes unit words at all: at least two of them, whole or nearly. */
const writesUnits = (read: string): boolean => (foldMarks(read).match(/\b(xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|tinh|uyen|hu en|tin)\b/g) ?? []).length >= 2;

/** Undefined when no known commune fits, or two fit alike. `read` may hold LOST_INK. */
export function alignPlace(read: string): AlignedPlace | undefined {
  if (!writesUnits(read)) return undefined;
  const letters = [...read.toLocaleLowerCase('vi')];
  const hasGap = read.includes(LOST_INK);
  const laid = likelyTails(read).map((tail) => ({ tail, laid: lay(letters, tail.letters) })).filter((one) => witnessed(one.tail, one.laid, hasGap)).sort((a, b) => a.laid.cost - b.laid.cost);
  const [best, second] = laid;
  if (!best || best.laid.cost > 0.09 * best.tail.letters.length + 0.4) return undefined;
  if (second && second.laid.cost - best.laid.cost < (best.laid.cost < 0.6 ? 0.3 : best.laid.cost < 1.2 ? 0.5 : 0.8)) return undefined;
  return { head: read.slice(0, best.laid.start).replaceAll(LOST_INK, ' ').trim(), tail: asOnPaper(best.tail.text, read.slice(best.laid.start)), cost: best.laid.cost };
}

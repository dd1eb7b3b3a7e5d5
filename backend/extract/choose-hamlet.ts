// The hamlet stands in no list, and its marks decide which one it is. Statistics of place names may only
// choose where the image leaves a choice: a syllable that no place name has, one mark away from a single one
// that many have (Cấm, Cẩm; Thuân, Thuận), is taken for that one when it was not read surely; read
// surely, it stays and the other is suggested.
import { isPlaceWord, placeWordCount } from '../../shared/domain/places.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { foldTonePlacement, inCaseOf, splitTone, withTone } from '../../shared/domain/vietnamese-text.ts';
import type { Tone } from '../../shared/domain/vietnamese-text.ts';
import type { ParsedValue } from './parsed-value.ts';
import type { Piece } from './value-span.ts';

const NO_TONE: Tone = 0;
const ACUTE: Tone = 2;
const HOOK: Tone = 3;
const DOT_BELOW: Tone = 5;
/** Grave, acute, hook and tilde above the letter, or none where a circumflex swallows them. */
const ALIKE: ReadonlySet<Tone> = new Set<Tone>([0, 1, 2, 3, 4]);
/** Units of the gazetteer that must bear the other syllable. */
const LEAST_PLACES = 3;
/** Every letter above this: read surely. */
const SURE_LETTER = 0.98;
const SURE_WORD = 0.97;
const COMMUNE = /^(?:xã|phường|thị|đặc|huyện|tỉnh|thành)$/iu;

/** The syllable with another tone; its mark goes to the vowel that bears a mark already, else to the last but one of an open rime. */
function retoned(word: string, tone: Tone): string {
  const letters = [...word].map((letter) => withTone(letter, 0));
  const vowels = letters.flatMap((letter, index) => (/[aeiouyăâêôơư]/iu.test(letter) ? [index] : []));
  const isOpen = vowels.at(-1) === letters.length - 1;
  const at = vowels.findLast((index) => /[ăâêôơư]/iu.test(letters[index] ?? '')) ?? vowels.at(isOpen && vowels.length > 1 ? -2 : -1);
  return letters.map((letter, index) => (index === at ? withTone(letter, tone) : letter)).join('');
}

const WITH_A: Readonly<Record<string, string>> = { o: 'a', ó: 'á', ò: 'à', ỏ: 'ả', õ: 'ã', ọ: 'ạ', ơ: 'a', ớ: 'á', ờ: 'à', ở: 'ả', ỡ: 'ã', ợ: 'ạ' };

/** First words of countless hamlets of the hills (field, slope, stream) that hardly a commune bears. */
const HAMLET_WORDS: ReadonlySet<string> = new Set(['nà', 'pà', 'tà', 'làng']);

/** "Nờ" for "Nà": a slanted one-storey a, if only with an a it is a word that many places bear. */
function roundPlaceWord(word: string): string | undefined {
  const other = word.replace(/[oóòỏõọơớờởỡợ]/u, (letter) => WITH_A[letter] ?? letter);
  return other !== word && (placeWordCount(other) >= LEAST_PLACES || HAMLET_WORDS.has(other.toLocaleLowerCase('vi'))) ? other : undefined;
}

/** The one syllable of many place names that differs from `word` in one mark alone. */
export function likelierPlaceWord(word: string): string | undefined {
  if (isPlaceWord(word)) return undefined;
  const { tone } = splitTone(word);
  if (!ALIKE.has(tone)) return undefined;
  const round = roundPlaceWord(word);
  if (round !== undefined) return round;
  const dotted = tone === NO_TONE ? retoned(word, DOT_BELOW) : word;
  // "Lac" can be no word without its mark; the dot below is the one that leaders hide
  const least = isVietnameseSyllable(word) ? LEAST_PLACES : 1;
  const isDotted = dotted !== word && placeWordCount(dotted) >= least;
  const others = [...ALIKE].filter((other) => other !== tone).map((other) => retoned(word, other)).filter((other) => placeWordCount(other) >= LEAST_PLACES && foldTonePlacement(other) !== foldTonePlacement(word));
  if (isDotted && others.length === 0) return inCaseOf(dotted, word);
  const [only] = others;
  return others.length === 1 && !isDotted && only !== undefined ? inCaseOf(only, word) : undefined;
}

/** So many units bear the other syllable that a rare mark is the likelier slip. */
const COUNTLESS = 10;

/** Of a hook over a circumflex it is only sure from here on. */
const SURE_OF_HOOK = 0.985;

/** A one-storey a is misread however sure the reader is, a hook over a circumflex when it is nearly so. */
function isBlindTo(piece: Piece, read: string, other: string): boolean {
  const [from, to] = [splitTone(read), splitTone(other)];
  return from.plain !== to.plain || (piece.word.confidence < SURE_OF_HOOK && from.tone === ACUTE && to.tone === HOOK && /[âêô]/u.test(from.plain) && placeWordCount(other) >= COUNTLESS);
}

function isSure(piece: Piece): boolean {
  return piece.word.confidence >= SURE_WORD && !(piece.word.symbols ?? []).some((symbol) => /\p{L}/u.test(symbol.text) && symbol.confidence < SURE_LETTER);
}

/** Puts the words before the commune right, or suggests; other values come back as they are. */
export function chooseHamlet(value: ParsedValue): ParsedValue {
  if (value.kind !== 'place') return value;
  const end = value.span.pieces.findIndex((piece) => COMMUNE.test(piece.text));
  let { value: text, mended } = value;
  let suggested = text;
  for (const piece of value.span.pieces.slice(0, Math.max(0, end))) {
    const word = piece.text.replace(/[^\p{L}]/gu, '');
    const other = /^\p{Lu}\p{L}/u.test(word) ? likelierPlaceWord(word) : undefined;
    if (other === undefined || !text.split(/[\s,]+/).includes(word)) continue;
    suggested = suggested.replace(word, () => other);
    if (isSure(piece) && !isBlindTo(piece, word, other)) continue;
    text = text.replace(word, () => other);
    mended += 0.2;
  }
  if (suggested === value.value) return value;
  return { ...value, value: text, mended, reasons: [...value.reasons, 'tone-mark-unsure'], ...(suggested === text ? {} : { suggestion: suggested }) };
}

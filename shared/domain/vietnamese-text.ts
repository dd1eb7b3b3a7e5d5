// Vietnamese letters as base + vowel mark + tone. Everything stored is NFC; everything compared is
// folded here, in one place: by case, by tone placement (hoà = hòa), or by all marks.

/** 0 ngang, 1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng. */
export type Tone = 0 | 1 | 2 | 3 | 4 | 5;

const TONE_OF_MARK: Readonly<Record<string, Tone>> = { '\u0300': 1, '\u0301': 2, '\u0309': 3, '\u0303': 4, '\u0323': 5 };
const MARK_OF_TONE: readonly string[] = ['', '\u0300', '\u0301', '\u0309', '\u0303', '\u0323'];
const MARKS = /\p{M}/gu;

/** NFC, no control or zero-width characters, single spaces, trimmed. */
export function tidy(text: string): string {
  return text.normalize('NFC').replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '').replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

const lowerCache = new Map<string, string>();

/** One letter without any mark, lower case: "Ậ" → "a", "Đ" → "d". Not a letter: itself. */
export function baseLetter(letter: string): string {
  const known = lowerCache.get(letter);
  if (known !== undefined) return known;
  const folded = letter.normalize('NFD').replace(MARKS, '').toLowerCase().replace('đ', 'd');
  if (lowerCache.size < 4096) lowerCache.set(letter, folded);
  return folded;
}

/** Lower case without any mark; spaces and punctuation stay: "Họ, chữ đệm" → "ho, chu dem". */
export function foldMarks(text: string): string {
  return text.normalize('NFD').replace(MARKS, '').toLowerCase().replace(/đ/g, 'd');
}

/** Only the unmarked lower-case letters and digits: for finding labels however they are spaced. */
export const lettersOnly = (text: string): string => foldMarks(text).replace(/[^\p{L}\p{N}]/gu, '');

export type TonedSyllable = Readonly<{ plain: string; tone: Tone }>;

/** Takes the tone off one syllable, vowel marks stay: "hoà" → { plain: "hoa", tone: 1 }. Lower case, NFC. */
export function splitTone(syllable: string): TonedSyllable {
  let tone: Tone = 0;
  let plain = '';
  for (const part of syllable.toLowerCase().normalize('NFD')) {
    const found = TONE_OF_MARK[part];
    if (found === undefined) plain += part;
    else tone = found;
  }
  return { plain: plain.normalize('NFC'), tone };
}

/** A letter with its tone replaced, vowel mark and case kept: ('ê', 2) → 'ế'. */
export function withTone(letter: string, tone: Tone): string {
  const bare = letter.normalize('NFD').replace(/[\u0300\u0301\u0309\u0303\u0323]/g, '');
  return (bare + (MARK_OF_TONE[tone] ?? '')).normalize('NFC');
}

const foldedWords = new Map<string, string>();

function foldWord(word: string): string {
  let folded = foldedWords.get(word);
  if (folded === undefined) {
    const { plain, tone } = splitTone(word);
    folded = plain + (tone === 0 ? '' : String(tone));
    if (foldedWords.size < 20_000) foldedWords.set(word, folded);
  }
  return folded;
}

/** Comparable form: lower case, tone moved to the end of each syllable, so that hoà = hòa and thuỷ = thủy. */
export function foldTonePlacement(text: string): string {
  return tidy(text).replace(/\p{L}[\p{L}\p{M}]*/gu, foldWord);
}

/** The same text but for case, spacing and the place of the tone mark. */
export const sameText = (a: string, b: string): boolean => foldTonePlacement(a) === foldTonePlacement(b);

/** True when the letters hold capitals and no small letter. */
export function isUpperCase(text: string): boolean {
  return text === text.toLocaleUpperCase('vi') && text !== text.toLocaleLowerCase('vi');
}

/** Puts `text` into the case of `model` where that is all capitals or capitalised words; else as it is. */
export function inCaseOf(text: string, model: string): string {
  if (isUpperCase(model) && model.replace(/[^\p{L}]/gu, '').length > 1) return text.toLocaleUpperCase('vi');
  return text;
}

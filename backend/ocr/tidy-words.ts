// What the recogniser makes of specks, leader remains and odd letter shapes, put right where the
// picture leaves no doubt: marks with no letter in them and no height are dropped, a capital inside a
// lower-case word is small (ư and ơ differ from Ư and Ơ only in size).
import type { Word } from '../../shared/domain/reading.ts';
import type { LayoutLine } from '../imaging/page-layout.ts';

const hasLetterOrFigure = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Punctuation that forms print on their own between spaces. */
const STANDS_ALONE = /^[-–—:;,()/…+&"“”]{1,3}$/u;

/** Dots, dashes and bars that a remainder of a rule or leader leaves behind. */
function isPhantom(word: Word, line: LayoutLine): boolean {
  if (/(\p{L})\1{4,}/iu.test(word.text)) return true;
  if (hasLetterOrFigure(word.text)) return false;
  if (/^[._·…~^`´|\\¬=<>]+$/u.test(word.text)) return true;
  if (!STANDS_ALONE.test(word.text)) return word.confidence < 0.8;
  return word.confidence < 0.4 && word.box[3] < line.xHeightPx * 0.3;
}

/** "phưỜng" → "phường": after a lower-case letter the rest of the word is lower case, unless it is an abbreviation with figures or marks. */
function lowerInside(text: string): string {
  const letters = text.match(/\p{L}/gu) ?? [];
  const upper = letters.filter((letter) => letter !== letter.toLocaleLowerCase('vi')).length;
  if (letters.length < 3 || upper === 0 || upper > letters.length / 2) return text;
  return text.replace(/(?<=\p{Ll}\p{M}*)\p{Lu}(?=\p{L}|$)/gu, (letter) => (/[ƯỪỨỬỮỰƠỜỚỞỠỢÔỒỐỔỖỘOÒÓỎÕỌCSVXZ]/u.test(letter) ? letter.toLocaleLowerCase('vi') : letter)).replace(/(?<=^\p{Ll}\p{L}*)[ƯỪỨỬỮỰƠỜỚỞỠỢ]/gu, (letter) => letter.toLocaleLowerCase('vi'));
}

/** "tbôn", "kbu", "tinb": no b stands behind these letters in any Vietnamese word, an h does. Codes are in capitals (TB). */
const withoutClosedLoops = (text: string): string => text.replace(/(?<=(?:^|[^\p{L}]|\p{Ll})[tknpgc]|^[TKNPGC])b(?=\p{Ll}|[^\p{L}\p{N}]|$)/gu, 'h');

/** A word without its leading and trailing leader remains. */
const withoutRemains = (text: string): string => text.replace(/[._·…]{3,}$/u, '').replace(/^[._·…~|]{2,}/u, '');

/** NFC in, NFC out; never empties a line that has letters. */
export function tidyWords(words: readonly Word[], line: LayoutLine): readonly Word[] {
  return words.flatMap((word): Word[] => {
    if (isPhantom(word, line)) return [];
    const text = withoutClosedLoops(lowerInside(withoutRemains(word.text)));
    return text === '' ? [] : [text === word.text ? word : { ...word, text }];
  });
}

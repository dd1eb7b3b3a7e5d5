// Letters that the reader takes for others with a sure hand though the picture is clear: the upper of two stacked
// marks lost or taken for another (sổ for số, TUẤN for TUÂN), an a of one storey for an o (letter-bowls.ts). The
// picture decides, and only where it leaves no doubt; a mark that was read is not taken away, as scraps hide
// marks but seldom make any, but for a tone over capitals above which there is nothing (bare-capitals.ts). What
// was read stays as an alternative and the word is doubtful from then on.
import type { Word } from '../../shared/domain/reading.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import { withoutInventedMark } from './bare-capitals.ts';
import { withBowls } from './letter-bowls.ts';
import { markAbove, marksAbove, withMarksAbove } from './mark-above.ts';
import { rewriteWord } from './rewrite-word.ts';
import { withSecondMark } from './second-mark.ts';
import { judgeShape, MARK_SHAPES } from './shape-model.ts';
import { wordInk, type WordInk } from './word-ink.ts';

/** What is likelier than this, and no further from how it is drawn, is beyond doubt. */
const LEAST_TIMES_LIKELIER = 500;
const MOST_DISTANCE = 2.8;

/** A word of letters alone, with stops around it; quotation marks would be marks above. */
const LETTERS = /^([^\p{L}\p{N}"“”'’*]*)(\p{L}+)([^\p{L}\p{N}"“”'’*]*)$/u;

const isSyllable = (letters: readonly string[]): boolean => isVietnameseSyllable(letters.join('').toLocaleLowerCase('vi'));

const replaced = (letters: readonly string[], at: number, letter: string): readonly string[] => letters.map((other, index) => (index === at ? letter : other));

/** A syllable in which the letter has one tone: none above where there is a dot below. */
const isWritten = (letters: readonly string[], at: number): boolean => [...(letters[at] ?? '')].length === 1 && isSyllable(letters);

/** Circumflex or breve of a letter. */
const vowelMark = (marks: string): string => /[\u0302\u0306]/.exec(marks)?.[0] ?? '';

/** The letters with the mark that the picture shows above them; as they are where it shows none clearly. */
export function withShownMark(letters: readonly string[], word: WordInk, isLetterSure: boolean): readonly string[] {
  const mark = markAbove(letters, word);
  if (mark === undefined) return letters;
  const letter = letters[mark.at] ?? '';
  const readAs = marksAbove(letter);
  const having = (marks: string): readonly string[] => replaced(letters, mark.at, withMarksAbove(letter, marks));
  const shown = judgeShape(MARK_SHAPES, mark.shape, readAs, (marks) => (!isLetterSure || (marks.length >= readAs.length && marks.includes(vowelMark(readAs)))) && isWritten(having(marks), mark.at));
  return shown !== undefined && shown.timesLikelier > LEAST_TIMES_LIKELIER && shown.distance < MOST_DISTANCE ? having(shown.sign) : letters;
}

/** The word with the letters that the picture shows; as it is where the picture agrees or is unclear. */
export function checkLetters(word: Word, image: GrayRaster, xHeightPx: number): Word {
  const [, before = '', text = '', after = ''] = LETTERS.exec(word.text.normalize('NFC')) ?? [];
  const letters = [...text];
  if (!letters.some((letter) => marksAbove(letter) !== '' || /^[ouø]/.test(letter.normalize('NFD')))) return word;
  const ink = wordInk(image, word.box);
  const bowls = withBowls(letters, ink, xHeightPx);
  const marked = withShownMark(letters, ink, true);
  const shown = (bowls.join('') === text ? [marked] : [withShownMark(bowls, ink, false), bowls, marked]).find(isSyllable)?.join('');
  const seen = shown === undefined || shown === text ? withSecondMark(withoutInventedMark(letters, image, word.box), image, word.box).join('') : shown;
  return seen === text ? word : rewriteWord(word, before + seen + after);
}

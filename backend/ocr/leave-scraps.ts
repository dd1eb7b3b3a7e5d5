// Seals, signatures and notes by hand leave scraps that the reader makes letters of: "zi", "7.", "+". A line
// of such crumbs on a seal or signature is no text, and neither is one lone word at the left of its row that
// the reader itself does not believe. Whatever holds a syllable that was read well, and whatever follows
// something on its row (a label, whose value must be told as unreadable), stays.
import { bottom, right, type Box } from '../../shared/domain/geometry.ts';
import type { PageMark, TextLine, Word } from '../../shared/domain/reading.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';

const CRUMB_LETTERS = 2;
const READ_WELL = 0.6;
const NOT_BELIEVED = 0.5;
/** A syllable may be chance, but is given more credit. */
const SYLLABLE_NOT_BELIEVED = 0.2;

const lettersOf = (word: Word): string => word.text.replace(/[^\p{L}\p{N}]/gu, '');
const isSyllable = (word: Word): boolean => lettersOf(word).length > 1 && isVietnameseSyllable(lettersOf(word));

function isWithin([x, y, w, h]: Box, mark: PageMark): boolean {
  const [centreX, centreY] = [x + w / 2, y + h / 2];
  const [mx, my] = mark.box;
  return centreX >= mx - h && centreX <= right(mark.box) + h && centreY >= my - h && centreY <= bottom(mark.box) + h;
}

const isCrumb = (line: TextLine): boolean => line.words.every((word) => lettersOf(word).length <= CRUMB_LETTERS && !(isSyllable(word) && word.confidence >= READ_WELL));

function followsSomething(line: TextLine, lines: readonly TextLine[]): boolean {
  const middle = line.box[1] + line.box[3] / 2;
  return lines.some((other) => other !== line && other.box[0] < line.box[0] && other.box[1] < middle && bottom(other.box) > middle);
}

function isDisbelieved(line: TextLine, lines: readonly TextLine[]): boolean {
  const [word, ...more] = line.words;
  if (word === undefined || more.length > 0) return false;
  return word.confidence < (isSyllable(word) ? SYLLABLE_NOT_BELIEVED : NOT_BELIEVED) && !/\d{3}|\//.test(word.text) && !followsSomething(line, lines);
}

/** The lines without the scraps of what is no print. */
export function leaveScraps(lines: readonly TextLine[], marks: readonly PageMark[]): readonly TextLine[] {
  const drawn = marks.filter(({ kind }) => kind === 'seal' || kind === 'signature');
  return lines.filter((line) => !(isCrumb(line) && drawn.some((mark) => isWithin(line.box, mark))) && !isDisbelieved(line, lines));
}

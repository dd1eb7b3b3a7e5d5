// A second look at print that a pen runs through, a signer's name beneath the signature. Several views of the line
// are read (under-pen.ts) and what they have in common is told (merge-readings.ts); such words stay doubtful. A name
// that was read surely is only asked for what speaks against it: a pen taken out leaves a V of an M.
import { intersection, union, type Box } from '../../shared/domain/geometry.ts';
import { isFamilyName, isNameSyllable } from '../../shared/domain/names.ts';
import type { PageMark, TextLine, Word } from '../../shared/domain/reading.ts';
import { linesUnderPens, lineUnderMark, type LineUnderPen } from '../imaging/under-pen.ts';
import type { PenTrace } from '../imaging/pen-strokes.ts';
import { doubtWhereOthersDiffer, mergeReadings } from '../ocr/merge-readings.ts';
import type { OcrEngine } from '../ocr/ocr-engine.ts';
import type { CleanedPage } from './clean.ts';

/** Less ink than this, in squares of an x-height, is no print of two letters. */
const LEAST_PRINT = 1;
const SURE = 0.9;
/** No name has more words. */
const MOST_NAME = 6;

const bare = (word: Word | undefined): string => (word?.text ?? '').replace(/[^\p{L}]/gu, '');

/** A whole name, every word of which the reader is sure of. */
const isSureName = ({ words }: TextLine): boolean =>
  words.length > 1 && isFamilyName(bare(words[0])) && words.every((word) => word.confidence >= SURE && isNameSyllable(bare(word)));

/** "Kiểm tra lại sổ gốc": four words and more, most of them without a capital, are a sentence. */
const isSentence = (words: readonly Word[]): boolean => words.length > 3 && words.filter(({ text }) => /^\P{L}*\p{Ll}/u.test(text)).length * 2 > words.length;

const isShouted = ({ text }: Word): boolean => text.length > 1 && text === text.toLocaleUpperCase('vi');

/** What is no signer's name: figures, a label, a note what to sign, an office in capitals, more words than names have. */
const isOtherText = ({ words }: TextLine): boolean =>
  words.length > MOST_NAME || isSentence(words) || words.some(({ text }) => /[\d:]{2}|:$/u.test(text)) || /^[(]?k[ýy]/iu.test(words[0]?.text ?? '') || words.filter(isShouted).length * 2 > words.length;

const covers = (line: Box, other: Box): boolean => {
  const shared = intersection(line, other);
  return shared !== undefined && shared[2] * shared[3] > 0.4 * other[2] * other[3];
};

function movedBy(words: readonly Word[], [dx, dy]: Box): readonly Word[] {
  const moved = ([x, y, w, h]: Box): Box => [x + dx, y + dy, w, h];
  return words.map((word) => ({ ...word, box: moved(word.box), ...(word.symbols === undefined ? {} : { symbols: word.symbols.map((symbol) => ({ ...symbol, box: moved(symbol.box) })) }) }));
}

async function readBeneath(under: LineUnderPen, known: readonly TextLine[], engine: OcrEngine, signal: AbortSignal): Promise<readonly Word[]> {
  const words = known.flatMap((line) => line.words);
  const isSure = known.some(isSureName);
  const readings: (readonly Word[])[] = isSure ? [] : [words];
  // the pale pen is the first view and the best witness: a name that was read surely is only asked whether it differs
  for (const { image, line } of isSure ? under.views.slice(0, 1) : under.views) for (const read of await engine.readTwice(image, line, signal)) readings.push(movedBy(read, under.line.box));
  return isSure ? doubtWhereOthersDiffer(words, readings) : mergeReadings(readings);
}

type Marked = Pick<CleanedPage, 'delivered' | 'ocr' | 'layout' | 'pens' | 'marks' | 'quality'>;

/** Most lines read anew on one page that only a mark reaches: names of two signers. */
const MOST_MARKED = 2;
/** Beneath a seal or a signature that left no trace of a pen: a name, hardly read. */
function isDoubtfulName(line: TextLine, marks: readonly PageMark[]): boolean {
  const isReached = marks.some(({ kind, box }) => (kind === 'seal' || kind === 'signature') && intersection(box, line.box) !== undefined);
  const capitals = line.words.filter((word) => /^\p{Lu}/u.test(bare(word))).length;
  return isReached && capitals > 0 && !isOtherText(line) && !isSureName(line);
}

/** The page's lines, those beneath a pen or a seal read anew. @throws AppError cancelled, page-timeout, worker-crashed, ocr-failed */
export async function lookUnderPens(page: Marked, lines: readonly TextLine[], engine: OcrEngine, signal: AbortSignal): Promise<readonly TextLine[]> {
  const isWritten = ({ box }: PenTrace): boolean => page.layout.handwriting.boxes.some((hand) => intersection(hand, box) !== undefined);
  const leastPx = LEAST_PRINT * page.layout.xHeightPx ** 2;
  const pens = page.pens.filter((trace) => !isWritten(trace) && trace.printPx >= leastPx);
  const sheet = { image: page.ocr, rgb: page.delivered, dpi: page.quality.dpi, lines: page.layout.lines };
  let out = lines;
  const seen: LineUnderPen[] = [];
  const look = async (under: LineUnderPen): Promise<void> => {
    const known = out.filter((line) => covers(under.line.box, line.box));
    seen.push(under);
    if (known.some(isOtherText)) return;
    const words = await readBeneath(under, known, engine, signal);
    const box = union(words.map((word) => word.box));
    if (box === undefined) return;
    const at = known[0] === undefined ? out.length : out.indexOf(known[0]);
    const line: TextLine = { box, words, block: known[0]?.block ?? under.line.block };
    out = [...out.slice(0, at).filter((one) => !known.includes(one)), line, ...out.slice(at).filter((one) => !known.includes(one))];
  };
  for (const under of pens.length === 0 ? [] : linesUnderPens(sheet, pens)) await look(under);
  const doubtful = out.filter((line) => isDoubtfulName(line, page.marks) && !seen.some((under) => covers(under.line.box, line.box)));
  for (const line of doubtful.slice(0, MOST_MARKED)) {
    const under = lineUnderMark(sheet, line.box);
    if (under !== undefined) await look(under);
  }
  return out;
}

// The reader of line segments. Every line is read once; lines with a doubtful word are read again with
// another geometry and sharpness, and a third time only where the two disagree; then a vote. What is
// certain is never read twice. One request is one page.
import { createRequire } from 'node:module';
import { right } from '../../shared/domain/geometry.ts';
import type { TextLine, Word } from '../../shared/domain/reading.ts';
import type { LayoutLine } from '../imaging/page-layout.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import { checkDots } from './check-dots.ts';
import { checkFigureShapes } from './check-figure-shapes.ts';
import { checkFigures } from './check-figures.ts';
import { checkLetters } from './check-letters.ts';
import { chooseMarks, doubtMarks } from './choose-marks.ts';
import { mendCode } from './mend-codes.ts';
import { readLines } from './read-lines.ts';
import type { StripGeometry } from './strips.ts';
import { tidyWords } from './tidy-words.ts';
import { isDisputed, lineBoxOf, vote } from './vote.ts';
import { createOwnThreadReader, type StripsReader } from './own-thread.ts';

export type OcrRequest = { readonly lines: readonly LayoutLine[]; readonly dpi: number };

export type OcrEngine = {
  /** Reads the lines of one page; boxes are pixels of `image`. @throws AppError cancelled, interrupted, page-timeout, ocr-failed */
  recognise(image: GrayRaster, request: OcrRequest, signal: AbortSignal): Promise<readonly TextLine[]>;
  /** One line read with two geometries: both readings, no vote. @throws as recognise does */
  readTwice(image: GrayRaster, line: LayoutLine, signal: AbortSignal): Promise<readonly (readonly Word[])[]>;
  /** Engine, model and parameters: a cache key. */
  readonly name: string;
  close(): Promise<void>;
};

/** Best first on the development pages; the others err elsewhere. */
const FIRST: StripGeometry = { ascent: 2.3, descent: 0.8, pad: 0.15, isSharp: false };
const SECOND: StripGeometry = { ascent: 2.4, descent: 0.75, pad: 0.25, isSharp: true };
const THIRD: StripGeometry = { ascent: 2.1, descent: 0.65, pad: 0.15, isSharp: false };

/** A line with a word less sure than this is read again. */
const SURE = 0.9;

type Span = { readonly line: number; readonly part: LayoutLine; readonly confidence: number };

/** A second reading may cost this share of the first. Where more is doubtful, the page is at fault and not the reading. */
const AGAIN_AT_MOST = 0.5;

/** The spans that fit into the budget, those first where a second reading can still help: neither sure nor hopeless. */
function withinBudget(spans: readonly Span[], lines: readonly LayoutLine[]): readonly Span[] {
  let left = lines.reduce((sum, line) => sum + line.box[2], 0) * AGAIN_AT_MOST;
  const hope = (span: Span): number => Math.abs(span.confidence - 0.7);
  return [...spans].sort((a, b) => hope(a) - hope(b)).filter(({ part }) => {
    left -= part.box[2];
    return left >= 0;
  });
}

/** The parts of a line around its doubtful words, one neighbour to each side; neighbouring parts are one. */
function doubtfulSpans(words: readonly Word[], line: LayoutLine, index: number): Span[] {
  const wanted = words.map((_, i) => words.slice(Math.max(0, i - 1), i + 2).some((word) => word.confidence < SURE));
  const spans: Span[] = [];
  for (let i = 0; i < words.length; i++) {
    if (wanted[i] !== true) continue;
    let end = i;
    while (wanted[end + 1] === true) end++;
    const confidence = Math.min(...words.slice(i, end + 1).map((word) => word.confidence));
    spans.push({ line: index, part: partOf(line, words, i, end), confidence });
    i = end;
  }
  return spans;
}

/** The line cut between words; its outer ends stay as they are. */
function partOf(line: LayoutLine, words: readonly Word[], from: number, to: number): LayoutLine {
  const [x, y, w, h] = line.box;
  const between = (a: Word | undefined, b: Word | undefined): number | undefined => (a === undefined || b === undefined ? undefined : Math.round((right(a.box) + b.box[0]) / 2));
  const x0 = between(words[from - 1], words[from]) ?? x;
  const x1 = between(words[to], words[to + 1]) ?? x + w;
  return { ...line, box: [x0, y, Math.max(1, x1 - x0), h] };
}

const isInside = (word: Word, part: LayoutLine): boolean => {
  const middle = word.box[0] + word.box[2] / 2;
  return middle >= part.box[0] && middle < right(part.box);
};

/** Reads the doubtful parts again, a third time where two readings differ, and lets the readings vote. */
async function readAgain(reader: StripsReader, image: GrayRaster, lines: readonly LayoutLine[], first: readonly (readonly Word[])[], signal: AbortSignal): Promise<readonly (readonly Word[])[]> {
  const spans = withinBudget(lines.flatMap((line, i) => doubtfulSpans(first[i] ?? [], line, i)), lines);
  const readings = spans.map(({ line, part }) => [(first[line] ?? []).filter((word) => isInside(word, part))]);
  let open = spans.map((_, s) => s);
  for (const geometry of [SECOND, THIRD]) {
    const again = await readLines(reader, image, open.flatMap((s) => spans[s]?.part ?? []), geometry, signal);
    open.forEach((s, k) => readings[s]?.push([...(again[k] ?? [])]));
    open = open.filter((s) => isDisputed(readings[s] ?? []));
  }
  const out: Word[][] = first.map((words, i) => words.filter((word) => !spans.some(({ line, part }) => line === i && isInside(word, part))));
  spans.forEach(({ line }, s) => out[line]?.push(...vote(readings[s] ?? [], SURE)));
  return out.map((words) => words.sort((a, b) => a.box[0] - b.box[0]));
}

/** The word as the picture has it, where the picture is clear. */
function checkShapes(word: Word, image: GrayRaster, line: LayoutLine): Word {
  const numbered = checkFigureShapes(checkFigures(mendCode(word), image), image);
  return checkLetters(checkDots(numbered, image), image, line.xHeightPx);
}

const LANGUAGE_DATA = createRequire(import.meta.url).resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz');
const DEFAULT_TIMEOUT_MS = 20_000;

/** Reads on the thread that asks, one page after the other; a job may take `timeoutMs` of processor time. */
export const createOcrEngine = ({ timeoutMs = DEFAULT_TIMEOUT_MS }: { readonly timeoutMs?: number } = {}): OcrEngine => engineOn(createOwnThreadReader({ timeoutMs, languageData: LANGUAGE_DATA }));

function engineOn(reader: StripsReader): OcrEngine {
  return {
    name: 'tesseract.js-core 7 / vie 4.0.0_best_int / lines 36 px v14',
    close: () => reader.close(),
    async readTwice(image, line, signal) {
      const readings = [await readLines(reader, image, [line], FIRST, signal), await readLines(reader, image, [line], SECOND, signal)];
      return readings.map(([words]) => (words ?? []).map((word) => checkDots(word, image)));
    },
    async recognise(image, request, signal) {
      const first = (await readLines(reader, image, request.lines, FIRST, signal)).map(doubtMarks);
      const voted = await readAgain(reader, image, request.lines, first, signal);
      return request.lines.flatMap((line, i) => {
        const words = chooseMarks(tidyWords(voted[i] ?? [], line)).map((word) => checkShapes(word, image, line));
        return words.length === 0 ? [] : [{ box: lineBoxOf(words) ?? line.box, words, block: line.block }];
      });
    },
  };
}

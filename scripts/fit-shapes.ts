// node scripts/fit-shapes.ts --set DIR [--set DIR …] [--write]
// Fits what marks above letters and figures look like, from the pages of DIR with their truth.json (see
// scripts/fixtures/make-bench-set.ts): words as they were read, with the marks and figures that the page's text has.
// --write stores resources/reading/shapes.json.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { figureShapes } from '../backend/ocr/check-figure-shapes.ts';
import { markAbove, marksAbove, withMarksAbove } from '../backend/ocr/mark-above.ts';
import { createOcrEngine } from '../backend/ocr/ocr-engine.ts';
import { FITTED_SCALE } from '../backend/ocr/shape-model.ts';
import { SHAPE_CELLS, wordInk } from '../backend/ocr/word-ink.ts';
import type { GrayRaster } from '../backend/imaging/raster.ts';
import { recognisePage } from '../backend/pipeline/recognise.ts';
import type { Word } from '../shared/domain/reading.ts';
import { cleanFile } from './clean-file.ts';
import { fitShapes, type ShapeExample } from './fit-linear.ts';

const truthSchema = z.array(z.object({ file: z.string(), text: z.string() }));

const TONES = ['', '\u0301', '\u0300', '\u0309', '\u0303'];
const MARKS = ['', '\u0302', '\u0306'].flatMap((vowelMark) => TONES.map((tone) => vowelMark + tone)).filter((marks) => marks !== '');
const FIGURES = [...'0123456789'];

const bare = (text: string): string => text.normalize('NFC').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

/** The mark above, named where only one makes a word of the page's text. */
function markExamples(word: Word, image: GrayRaster, printed: ReadonlySet<string>): readonly ShapeExample[] {
  const letters = [...bare(word.text)];
  const found = letters.every((letter) => /\p{L}/u.test(letter)) ? markAbove(letters, wordInk(image, word.box)) : undefined;
  if (found === undefined) return [];
  const letter = letters[found.at] ?? '';
  const fitting = MARKS.filter((marks) => printed.has(letters.map((other, at) => (at === found.at ? withMarksAbove(letter, marks) : other)).join('')));
  return fitting.length === 1 && MARKS.includes(marksAbove(letter)) ? [{ sign: fitting[0] ?? '', shape: found.shape }] : [];
}

/** Two figures of a long number may be read wrong, one of a short one. */
const isNearly = (number: string, read: string): boolean => number.length === read.length && /^[\d/]+$/.test(number) && [...number].filter((sign, at) => sign !== read[at]).length <= (read.length > 4 ? 2 : 1);

function figureExamples(word: Word, image: GrayRaster, printed: ReadonlySet<string>): readonly ShapeExample[] {
  const read = bare(word.text);
  if (!/^[\d/]+$/.test(read)) return [];
  const near = printed.has(read) ? [read] : read.length > 1 ? [...printed].filter((number) => isNearly(number, read)) : [];
  const [number, other] = near;
  if (number === undefined || other !== undefined) return [];
  const from = word.text.indexOf(read);
  return figureShapes(word.text, wordInk(image, word.box)).flatMap(({ at, shape }) => (FIGURES.includes(number[at - from] ?? '') ? [{ sign: number[at - from] ?? '', shape }] : []));
}

export type Examples = { readonly marks: ShapeExample[]; readonly figures: ShapeExample[] };

/** Adds what a page's words show. */
export function gatherExamples(into: Examples, words: readonly Word[], image: GrayRaster, text: string): void {
  const printed = new Set(text.split(/\s+/).map(bare));
  for (const word of words) {
    into.marks.push(...markExamples(word, image, printed));
    into.figures.push(...figureExamples(word, image, printed));
  }
}

/** The file's content. */
export function fitted({ marks, figures }: Examples): string {
  const rows = (examples: readonly ShapeExample[], signs: readonly string[], epochs: number): string => fitShapes(examples, signs, { epochs, scale: FITTED_SCALE, cells: SHAPE_CELLS * SHAPE_CELLS }).map((sign) => `  ${JSON.stringify(sign)}`).join(',\n');
  const $comment = 'What marks above letters and figures look like: per sign the weights of a linear classifier and up to four ways in which it is drawn, in hundredths; 12 × 12 cells from the upper left, then for the weights width to height and, for marks, size and place. Made by scripts/fit-shapes.ts.';
  return `{\n "$comment": ${JSON.stringify($comment)},\n "fittedOn": "${marks.length} marks and ${figures.length} figures of generated pages",\n "marks": [\n${rows(marks, MARKS, 30)}\n ],\n "figures": [\n${rows(figures, FIGURES, 15)}\n ]\n}\n`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { set: { type: 'string', multiple: true, default: [] }, write: { type: 'boolean', default: false } } });
  const engine = createOcrEngine();
  const examples: Examples = { marks: [], figures: [] };
  for (const folder of values.set) {
    for (const { file, text } of truthSchema.parse(JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')))) {
      const page = await cleanFile(path.join(folder, file));
      const { lines } = await recognisePage(page, engine, new AbortController().signal);
      gatherExamples(examples, lines.flatMap(({ words }) => words), page.ocr, text);
    }
  }
  await engine.close();
  console.log(`${examples.marks.length} marks, ${examples.figures.length} figures`);
  if (!values.write) return;
  const file = new URL('../resources/reading/shapes.json', import.meta.url);
  const temporary = new URL('../resources/reading/shapes.json.new', import.meta.url);
  writeFileSync(temporary, fitted(examples));
  renameSync(temporary, file);
}

if (import.meta.main) await main();

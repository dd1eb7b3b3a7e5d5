// Training samples from generated pages: every vowel and figure of the words that were read (rightly or with
// other marks), cut as the application cuts them, named by what the page truly says there.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { glyphWindow, letterMiddles } from '../../backend/imaging/glyph-window.ts';
import { lineOf, SHAPED } from '../../backend/ocr/judge-glyphs.ts';
import { pageReadingSchema, type Word } from '../../shared/domain/reading.ts';
import { baseLetter, foldMarks, splitTone } from '../../shared/domain/vietnamese-text.ts';
import { cleanFile } from '../clean-file.ts';
import type { GlyphLabel, GlyphSample } from './train-network.ts';

const truthSchema = z.array(z.object({ file: z.string(), text: z.string(), style: z.object({ font: z.string() }) }));
const keptSchema = z.object({ reading: pageReadingSchema });

/** A sample with the letter as it was read, for measuring. */
export type ReadGlyph = GlyphSample & { readonly read: string; readonly wanted: string };

/** The forms' own words stand on every page: so many of one word in one typeface are enough. */
const OF_ONE_WORD = 12;

/** Pairs of equal keys, in order, as many as there can be. */
export function pairUp(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const wide = b.length + 1;
  const most = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) most[i * wide + j] = a[i] === b[j] ? 1 + (most[(i + 1) * wide + j + 1] ?? 0) : Math.max(most[(i + 1) * wide + j] ?? 0, most[i * wide + j + 1] ?? 0);
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if ((most[(i + 1) * wide + j] ?? 0) >= (most[i * wide + j + 1] ?? 0)) i++;
    else j++;
  }
  return pairs;
}

/** Marks and figures aside: a word misread in them still finds its place in the truth. */
const keyOf = (word: string): string => foldMarks(word).replace(/\d/g, '0');

export function labelOf(letter: string): GlyphLabel | undefined {
  const base = baseLetter(letter);
  if (/^\d$/.test(base)) return { figure: Number(base) };
  const { plain, tone } = splitTone(letter);
  const shape = SHAPED[base]?.indexOf(plain) ?? -1;
  return shape < 0 ? undefined : { tone, shape };
}

type Pair = { readonly word: Word; readonly wanted: string };

/** Words paired with the truth; a number with more than one figure wrong is another number. */
function pairsOf(words: readonly Word[], text: string): readonly Pair[] {
  const wanted = text.normalize('NFC').split(/\s+/);
  return pairUp(words.map((word) => keyOf(word.text)), wanted.map(keyOf)).flatMap(([i, j]) => {
    const [word, right] = [words[i], wanted[j]];
    if (word === undefined || right === undefined || word.text.length !== right.length) return [];
    const slips = [...right].filter((letter, at) => /\d/.test(letter) && letter !== word.text[at]).length;
    return slips > 1 ? [] : [{ word, wanted: right }];
  });
}

type Truth = z.infer<typeof truthSchema>[number];

async function ofPage(folder: string, readings: string, truth: Truth, met: Map<string, number>): Promise<readonly ReadGlyph[]> {
  const { reading } = keptSchema.parse(JSON.parse(readFileSync(path.join(readings, path.basename(folder), `${truth.file}.json`), 'utf8')));
  const page = await cleanFile(path.join(folder, truth.file));
  return pairsOf(reading.lines.flatMap((line) => line.words), truth.text).flatMap(({ word, wanted }) => {
    const key = `${wanted} ${truth.style.font}`;
    const times = (met.get(key) ?? 0) + 1;
    met.set(key, times);
    const line = lineOf(word, page.layout.lines);
    if (line === undefined || (times > OF_ONE_WORD && word.text === wanted && !/\d/.test(wanted))) return [];
    const middles = letterMiddles(page.ocr, word.text, word.box, line.xHeightPx);
    return [...wanted].flatMap((letter, i): readonly ReadGlyph[] => {
      const label = labelOf(letter);
      return label === undefined ? [] : [{ window: glyphWindow(page.ocr, line, middles[i] ?? 0), base: baseLetter(letter), isCapital: letter !== letter.toLocaleLowerCase('vi'), label, read: word.text[i] ?? '', wanted: letter }];
    });
  });
}

/** `readings` is the cache of scripts/fit-calibration.ts, in which the pages of `folder` were read before. */
export async function gatherGlyphs(folder: string, readings: string, onPage?: (done: number) => void): Promise<readonly ReadGlyph[]> {
  const truths = truthSchema.parse(JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')));
  const met = new Map<string, number>();
  const glyphs: ReadGlyph[] = [];
  for (const [index, truth] of truths.entries()) {
    glyphs.push(...(await ofPage(folder, readings, truth, met)));
    onPage?.(index + 1);
  }
  return glyphs;
}

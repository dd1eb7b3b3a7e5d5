// One reading of a set of lines with one strip geometry: strips cut and read, words mapped
// back to the page.
import type { Box } from '../../shared/domain/geometry.ts';
import type { Word } from '../../shared/domain/reading.ts';
import type { LayoutLine } from '../imaging/page-layout.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import type { RawWord } from './raw-words.ts';
import { splitJoinedWords } from './split-words.ts';
import { cutStrip, type PlacedStrip, type StripGeometry } from './strips.ts';
import { wordBoxes } from './word-boxes.ts';
import type { StripsReader } from './own-thread.ts';

const SURE = 0.9;
const share = (percent: number): number => Math.max(0, Math.min(1, percent / 100));

/** The model knows the Icelandic Ð, which looks as Đ does. */
const asVietnamese = (text: string): string => text.replaceAll('\u00D0', 'Đ').replaceAll('\u00F0', 'đ');

function toWord(raw: RawWord, inkBox: Box | undefined, placed: PlacedStrip): Word | undefined {
  const text = asVietnamese(raw.text.normalize('NFC')).replace(/\s+/g, '');
  if (text === '' || inkBox === undefined) return undefined;
  const box: Box = [placed.xPx + inkBox[0], placed.yPx + inkBox[1], inkBox[2], inkBox[3]];
  const word = { text, confidence: share(raw.confidence), box };
  if (word.confidence >= SURE) return word;
  const scale = placed.scaled.widthPx / placed.full.widthPx;
  const symbols = raw.symbols.map((symbol) => {
    const x0 = Math.max(box[0], Math.round(placed.xPx + symbol.bbox.x0 / scale));
    const x1 = Math.min(box[0] + box[2], Math.round(placed.xPx + symbol.bbox.x1 / scale));
    const symbolBox: Box = [x0, box[1], Math.max(1, x1 - x0), box[3]];
    return { text: asVietnamese(symbol.text.normalize('NFC')), confidence: share(symbol.confidence), box: symbolBox };
  });
  return { ...word, symbols };
}

/** Words of each line, left to right, in pixels of `image`. */
export async function readLines(reader: StripsReader, image: GrayRaster, lines: readonly LayoutLine[], geometry: StripGeometry, signal: AbortSignal): Promise<readonly (readonly Word[])[]> {
  if (lines.length === 0) return [];
  const placed = lines.map((line) => cutStrip(image, line, geometry));
  const read = await reader.read(placed.map((p) => p.scaled), '13', signal);
  return placed.map((strip, i) => {
    const scale = strip.scaled.widthPx / strip.full.widthPx;
    const raw = splitJoinedWords(strip.full, read[i] ?? [], scale, lines[i]?.xHeightPx ?? strip.full.heightPx / 3);
    const boxes = wordBoxes(strip.full, raw, scale);
    return raw.map((word, w) => toWord(word, boxes[w], strip)).filter((word) => word !== undefined);
  });
}

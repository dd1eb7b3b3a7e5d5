// What a reader gets from a picture of a page: our own lines and the network of Tesseract, which gives the same
// words for the same pixels whatever stands around them. (Tesseract's own page layout jumps by tens of points
// on pages with seals, so that it tells nothing of what a copy lost.)
import sharp from 'sharp';
import type { OcrEngine } from '../../backend/ocr/ocr-engine.ts';
import { cleanPage } from '../../backend/pipeline/clean.ts';
import { recognisePage } from '../../backend/pipeline/recognise.ts';
import type { WordCounts } from './score-words.ts';
import { countWords } from './score-words.ts';

const signal = new AbortController().signal;

/** `picture` at 300 dpi, upright and straight. */
export async function readWords(engine: OcrEngine, picture: string | Buffer, truth: string): Promise<WordCounts> {
  const { data, info } = await sharp(picture).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const page = await cleanPage({ raster: { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height, channels: 3 }, master: { dpi: 300, orientation: 1 }, transforms: [] }, signal);
  const { lines } = await recognisePage(page, engine, signal);
  return countWords(truth, lines.map(({ words }) => words.map(({ text }) => text).join(' ')).join('\n'));
}

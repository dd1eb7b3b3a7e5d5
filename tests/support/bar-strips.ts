// Strips for the recogniser: something to chew on, nothing to read.
import { createRequire } from 'node:module';
import type { Strip } from '../../backend/ocr/raw-words.ts';

export const languageData = createRequire(import.meta.url).resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz');

/** Vertical bars on white. */
export function bars(widthPx: number): Strip {
  const pixels = new Uint8Array(widthPx * 36).fill(255);
  for (let x = 10; x < widthPx - 4; x += 12) for (let y = 8; y < 28; y++) pixels.fill(0, y * widthPx + x, y * widthPx + x + 3);
  return { pixels, widthPx, heightPx: 36 };
}

export const many = (count: number): Strip[] => Array.from({ length: count }, () => bars(900));

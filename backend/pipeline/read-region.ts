// Reads the part of a page that a person has drawn a frame around: cut out of the delivered image, set into
// a margin of its own paper so that the clean-up sees a small page, cleaned, recognised. Boxes come back in
// pixels of the delivered page. The frame is taken at its word: what it cuts through is not read.
import type { RegionReading } from '../../shared/api/page-actions.ts';
import { intersection, type Box } from '../../shared/domain/geometry.ts';
import type { RgbRaster } from '../imaging/raster.ts';
import type { OcrEngine } from '../ocr/ocr-engine.ts';
import { cleanPage } from './clean.ts';

/** Smaller frames hold no letter. */
const MIN_SIDE_PX = 6;
const MARGIN_INCH = 0.25;

/** The most frequent brightness of the frame's rim, per channel: the paper around the print. */
function paperOf(raster: RgbRaster, [x, y, w, h]: Box): readonly [number, number, number] {
  const samples: [number, number, number][] = [];
  const take = (px: number, py: number): void => {
    const at = (py * raster.widthPx + px) * 3;
    samples.push([raster.data[at] ?? 255, raster.data[at + 1] ?? 255, raster.data[at + 2] ?? 255]);
  };
  for (let px = x; px < x + w; px += 2) for (const py of [y, y + h - 1]) take(px, py);
  for (let py = y; py < y + h; py += 2) for (const px of [x, x + w - 1]) take(px, py);
  samples.sort((a, b) => a[0] + a[1] + a[2] - (b[0] + b[1] + b[2]));
  // Print may cross the rim; paper is the brighter part of it.
  return samples[Math.floor(samples.length * 0.7)] ?? [255, 255, 255];
}

function cutOut(raster: RgbRaster, box: Box, marginPx: number): RgbRaster {
  const [x, y, w, h] = box;
  const paper = paperOf(raster, box);
  const widthPx = w + 2 * marginPx;
  const heightPx = h + 2 * marginPx;
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let at = 0; at < data.length; at += 3) data.set(paper, at);
  for (let row = 0; row < h; row += 1) {
    const from = ((y + row) * raster.widthPx + x) * 3;
    data.set(raster.data.subarray(from, from + w * 3), ((row + marginPx) * widthPx + marginPx) * 3);
  }
  return { data, widthPx, heightPx, channels: 3 };
}

const NOTHING: RegionReading = { text: '', confidence: 0, words: [] };

/** @throws AppError cancelled, ocr-failed, page-timeout, worker-crashed */
export async function readRegion(input: { readonly delivered: RgbRaster; readonly dpi: number; readonly box: Box }, engine: OcrEngine, signal: AbortSignal): Promise<RegionReading> {
  const { delivered, dpi } = input;
  const [x0, y0, w0, h0] = input.box;
  const whole: Box = [Math.floor(x0), Math.floor(y0), Math.ceil(w0), Math.ceil(h0)];
  const box = intersection(whole, [0, 0, delivered.widthPx, delivered.heightPx]);
  if (box === undefined || box[2] < MIN_SIDE_PX || box[3] < MIN_SIDE_PX) return NOTHING;
  const marginPx = Math.round(dpi * MARGIN_INCH);
  const cleaned = await cleanPage({ raster: cutOut(delivered, box, marginPx), master: { dpi, orientation: 1 }, transforms: [] }, signal);
  const lines = await engine.recognise(cleaned.ocr, { lines: cleaned.layout.lines, dpi }, signal);
  const words = lines.flatMap((line) => line.words).map((word) => ({
    text: word.text.normalize('NFC'), confidence: word.confidence,
    box: [word.box[0] - marginPx + box[0], word.box[1] - marginPx + box[1], word.box[2], word.box[3]] as Box,
    ...(word.alternatives === undefined ? {} : { alternatives: word.alternatives }),
  }));
  if (words.length === 0) return NOTHING;
  return { text: words.map((word) => word.text).join(' '), confidence: Math.min(...words.map((word) => word.confidence)), words };
}

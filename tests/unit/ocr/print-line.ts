// A line of print with the boxes of its words, for tests that need glyphs and no whole page.
import { createCanvas } from '@napi-rs/canvas';
import type { LayoutLine } from '../../../backend/imaging/page-layout.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { cssFont, type Face, type FontFamily } from '../../../scripts/fixtures/fonts.ts';
import type { Box } from '../../../shared/domain/geometry.ts';

export type PrintedLine = { readonly image: GrayRaster; readonly line: LayoutLine; readonly boxes: readonly Box[] };

const SIZE_PX = 54;
const BASELINE_PX = 90;

/** The words of `text` in black on white. */
export function printLine(text: string, font: FontFamily = 'tinos', face: Face = 'bold'): PrintedLine {
  const canvas = createCanvas(60 + text.length * 44, 140);
  const ctx = canvas.getContext('2d');
  ctx.fillStyle = 'white';
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.fillStyle = 'black';
  ctx.font = cssFont(font, face, SIZE_PX);
  let x = 20;
  const boxes: Box[] = [];
  for (const word of text.split(' ')) {
    ctx.fillText(word, x, BASELINE_PX);
    const ink = ctx.measureText(word);
    const [left, top] = [Math.round(x - ink.actualBoundingBoxLeft), Math.round(BASELINE_PX - ink.actualBoundingBoxAscent)];
    boxes.push([left, top, Math.round(ink.actualBoundingBoxLeft + ink.actualBoundingBoxRight), Math.round(ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent)]);
    x += ink.width + SIZE_PX / 4;
  }
  const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
  const gray = Uint8Array.from({ length: canvas.width * canvas.height }, (_, i) => data[i * 4] ?? 255);
  const line: LayoutLine = { box: [20, 20, Math.ceil(x) - 20, 100], xHeightPx: Math.round(SIZE_PX * 0.46), baselinePx: [BASELINE_PX, BASELINE_PX], block: 0, foreign: new Int32Array(0), letters: text.length };
  return { image: { data: gray, widthPx: canvas.width, heightPx: canvas.height, channels: 1 }, line, boxes };
}

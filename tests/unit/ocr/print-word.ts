// A word printed in a face of the fixtures, for tests of what looks at letters' shapes.
import { createCanvas } from '@napi-rs/canvas';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import type { Word } from '../../../shared/domain/reading.ts';
import { cssFont, type Face, type FontFamily } from '../../../scripts/fixtures/fonts.ts';

export const WIDTH_PX = 900;
const HEIGHT_PX = 120;

export type PrintedWord = { readonly image: GrayRaster; readonly box: Word['box'] };

/** Print, and the box of its ink. */
export function printWord(text: string, family: FontFamily, face: Face, sizePx: number): PrintedWord {
  const canvas = createCanvas(WIDTH_PX, HEIGHT_PX);
  const brush = canvas.getContext('2d');
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, WIDTH_PX, HEIGHT_PX);
  brush.fillStyle = '#000';
  brush.font = cssFont(family, face, sizePx);
  brush.fillText(text, 20, 90);
  const rgba = brush.getImageData(0, 0, WIDTH_PX, HEIGHT_PX).data;
  const data = Uint8Array.from({ length: WIDTH_PX * HEIGHT_PX }, (_, i) => rgba[i * 4] ?? 255);
  const ink = [...data.keys()].filter((i) => (data[i] ?? 255) < 160);
  const [xs, ys] = [ink.map((i) => i % WIDTH_PX), ink.map((i) => Math.floor(i / WIDTH_PX))];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { image: { data, widthPx: WIDTH_PX, heightPx: HEIGHT_PX, channels: 1 }, box: [x, y, Math.max(...xs) - x + 1, Math.max(...ys) - y + 1] };
}

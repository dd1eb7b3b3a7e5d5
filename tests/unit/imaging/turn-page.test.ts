// Turning by a few degrees gives what libvips' bicubic affine gives, on a canvas of the same size.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { RgbRaster } from '../../../backend/imaging/raster.ts';
import { turnPage } from '../../../backend/imaging/turn-page.ts';

const PAPER = [240, 230, 215] as const;

/** Stripes and spots of smooth edges in three colours. */
function pattern(widthPx: number, heightPx: number): RgbRaster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx; x++) {
    for (let part = 0; part < 3; part++) data[(y * widthPx + x) * 3 + part] = Math.round(128 + 60 * Math.sin(x / (5 + part)) + 60 * Math.cos(y / (7 - part)));
  }
  return { data, widthPx, heightPx, channels: 3 };
}

async function turnedByLibvips(page: RgbRaster, angleDeg: number): Promise<RgbRaster> {
  const [cos, sin] = [Math.cos((angleDeg * Math.PI) / 180), Math.sin((angleDeg * Math.PI) / 180)];
  const { data, info } = await sharp(page.data, { raw: { width: page.widthPx, height: page.heightPx, channels: 3 } })
    .affine([[cos, -sin], [sin, cos]], { background: { r: PAPER[0], g: PAPER[1], b: PAPER[2] }, interpolator: 'bicubic' }).raw().toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height, channels: 3 };
}

describe.each([0.15, -0.7, 1.3, -3, 8, -15])('a page turned by %f degrees', (angleDeg) => {
  it('has the pixels that libvips gives', async () => {
    const page = pattern(401, 577);
    const [mine, theirs] = [turnPage(page, angleDeg, PAPER), await turnedByLibvips(page, angleDeg)];
    expect(Math.abs(mine.widthPx - theirs.widthPx)).toBeLessThanOrEqual(1);
    expect(Math.abs(mine.heightPx - theirs.heightPx)).toBeLessThanOrEqual(1);
    let [sum, count] = [0, 0];
    // the outermost pixels are mixed with the background differently
    for (let y = 0; y < page.heightPx; y += 3) for (let x = 0; x < page.widthPx; x += 3) {
      const [cos, sin] = [Math.cos((angleDeg * Math.PI) / 180), Math.sin((angleDeg * Math.PI) / 180)];
      if (x < 3 || y < 3 || x > page.widthPx - 4 || y > page.heightPx - 4) continue;
      const left = Math.round(Math.min(0, page.widthPx * cos, -page.heightPx * sin, page.widthPx * cos - page.heightPx * sin));
      const top = Math.round(Math.min(0, page.widthPx * sin, page.heightPx * cos, page.widthPx * sin + page.heightPx * cos));
      const [tx, ty] = [Math.round(x * cos - y * sin) - left, Math.round(x * sin + y * cos) - top];
      for (let part = 0; part < 3; part++, count++) sum += Math.abs((mine.data[(ty * mine.widthPx + tx) * 3 + part] ?? 0) - (theirs.data[(ty * theirs.widthPx + tx) * 3 + part] ?? 0));
    }
    expect(sum / count).toBeLessThan(0.8);
  });

  it('is its paper in the corners', () => {
    const turned = turnPage(pattern(401, 577), angleDeg, PAPER);
    // the corner that the page leaves first: above right for a turn clockwise, below right against it
    const corners = [[0, 0], [turned.widthPx - 1, 0], [0, turned.heightPx - 1], [turned.widthPx - 1, turned.heightPx - 1]] as const;
    const isPaper = ([x, y]: readonly [number, number]): boolean => PAPER.every((level, part) => Math.abs((turned.data[(y * turned.widthPx + x) * 3 + part] ?? 0) - level) <= 1);
    expect(corners.filter(isPaper).length).toBeGreaterThanOrEqual(Math.abs(angleDeg) < 0.3 ? 0 : 2);
  });
});

it('turns a page of one pixel, and a line', () => {
  expect(turnPage(pattern(1, 1), 2, PAPER).data.length).toBeGreaterThanOrEqual(3);
  expect(turnPage(pattern(300, 1), -2, PAPER).heightPx).toBeGreaterThan(5);
});

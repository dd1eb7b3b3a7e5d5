import { describe, expect, it } from 'vitest';
import { addTurn, applyTransforms, orientationTransforms, paperColour } from '../../../backend/imaging/apply-transforms.ts';
import type { RgbRaster } from '../../../backend/imaging/raster.ts';
import { colourPage, paint } from './draw.ts';

const RED = [200, 0, 0] as const;
const pixel = (page: RgbRaster, x: number, y: number): number[] => [...page.data.subarray((y * page.widthPx + x) * 3, (y * page.widthPx + x) * 3 + 3)];

/** 4 wide, 3 high, its top left pixel red. */
function flag(): RgbRaster {
  const page = colourPage(4, 3);
  paint(page, [0, 0, 1, 1], RED);
  return page;
}

describe('transforms', () => {
  it.each([
    [90, 3, 4, 2, 0],
    [180, 4, 3, 3, 2],
    [270, 3, 4, 0, 3],
  ] as const)('turns clockwise by %i', async (angleDeg, w, h, x, y) => {
    const turned = await applyTransforms(flag(), [{ kind: 'rotate', angleDeg }]);
    expect([turned.widthPx, turned.heightPx]).toEqual([w, h]);
    expect(pixel(turned, x, y)).toEqual([...RED]);
  });

  it('mirrors left to right', async () => {
    expect(pixel(await applyTransforms(flag(), [{ kind: 'mirror' }]), 3, 0)).toEqual([...RED]);
  });

  it('crops, and cuts a crop that reaches outside to the page', async () => {
    const page = await applyTransforms(flag(), [{ kind: 'crop', xPx: -1, yPx: 0, widthPx: 3, heightPx: 99 }]);
    expect([page.widthPx, page.heightPx]).toEqual([2, 3]);
    expect(pixel(page, 0, 0)).toEqual([...RED]);
  });

  it('gives the corners of a deskewed page the colour of the paper and keeps all of it', async () => {
    const page = colourPage(200, 300, [240, 230, 200]);
    const turned = await applyTransforms(page, [{ kind: 'deskew', angleDeg: 5 }]);
    expect(turned.widthPx).toBeGreaterThan(200);
    expect(turned.heightPx).toBeGreaterThan(300);
    expect(pixel(turned, 1, 1)).toEqual([240, 230, 200]);
  });

  it('turns clockwise when it deskews by a positive angle', async () => {
    const page = colourPage(200, 200);
    paint(page, [190, 95, 10, 10], [0, 0, 0]);
    const turned = await applyTransforms(page, [{ kind: 'deskew', angleDeg: 10 }]);
    let sum = 0;
    let n = 0;
    for (let y = 0; y < turned.heightPx; y++) for (let x = 0; x < turned.widthPx; x++) if ((pixel(turned, x, y)[0] ?? 255) < 100) { sum += y; n++; }
    expect(sum / n).toBeGreaterThan(turned.heightPx / 2 + 10);
  });

  it('sets every EXIF orientation upright', async () => {
    for (let orientation = 1; orientation <= 8; orientation++) {
      const stored = await applyTransforms(flag(), inverseOf(orientation));
      const upright = await applyTransforms(stored, orientationTransforms(orientation));
      expect([upright.widthPx, upright.heightPx, ...pixel(upright, 0, 0)], `orientation ${orientation}`).toEqual([4, 3, ...RED]);
    }
  });

  it('folds two turns into one and a full turn into none', () => {
    expect(addTurn([{ kind: 'rotate', angleDeg: 90 }], 180)).toEqual([{ kind: 'rotate', angleDeg: 270 }]);
    expect(addTurn([{ kind: 'mirror' }, { kind: 'rotate', angleDeg: 90 }], 270)).toEqual([{ kind: 'mirror' }]);
  });

  it('stops between two transforms when cancelled', async () => {
    await expect(applyTransforms(flag(), [{ kind: 'mirror' }], AbortSignal.abort())).rejects.toThrow();
  });
});

/** What a camera that writes this orientation did to the upright picture. */
function inverseOf(orientation: number): ReturnType<typeof orientationTransforms> {
  return orientation === 6 ? orientationTransforms(8) : orientation === 8 ? orientationTransforms(6) : orientation === 5 || orientation === 7 || orientation === 2 || orientation === 4 || orientation === 3 ? orientationTransforms(orientation) : [];
}

describe('the colour of the paper', () => {
  it('is, channel by channel, the level that a quarter of the page reaches', () => {
    const page = colourPage(40, 50, [240, 230, 210]);
    paint(page, [0, 0, 40, 20], [10, 20, 30]);
    expect(paperColour(page)).toEqual([240, 230, 210]);
  });

  it('is the level at three quarters of all levels in their order', () => {
    const page = colourPage(97, 61);
    page.data.forEach((_, i) => (page.data[i] = (i * 7919) % 251));
    const levels = (channel: number): number[] => [...page.data].filter((_, i) => i % 3 === channel).sort((a, b) => a - b);
    expect(paperColour(page)).toEqual([0, 1, 2].map((channel) => levels(channel)[Math.floor(97 * 61 * 0.75)]));
  });

  it('is white where there is no page', () => {
    expect(paperColour(colourPage(0, 0))).toEqual([255, 255, 255]);
  });
});

import sharp from 'sharp';
import { expect, it } from 'vitest';
import { LEGIBLE_FROM, chooseJpeg, inkSimilarity } from '../../../backend/packaging/choose-jpeg.ts';

const WIDTH = 2480;
const HEIGHT = 3508;

/** A certificate's worth of print at 300 dpi; `noise` is a background that JPEG cannot shrink. */
async function page(noise: boolean): Promise<Buffer> {
  const lines = Array.from({ length: 20 }, (_, index) => `<text x="250" y="${300 + index * 150}" font-size="50" font-family="serif">Họ, chữ đệm, tên: NGUYỄN THỊ HẢI YẾN, sinh ngày mùng bốn tháng tám ${index}</text>`);
  const print = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${lines.join('')}</svg>`);
  const background = noise ? { create: { width: WIDTH, height: HEIGHT, channels: 3 as const, background: '#fff', noise: { type: 'gaussian' as const, mean: 225, sigma: 14 } } } : { create: { width: WIDTH, height: HEIGHT, channels: 3 as const, background: '#fdfbf4' } };
  return sharp(background).composite([{ input: print }]).jpeg({ quality: 92 }).toBuffer();
}

it('makes a printed A4 page about 100 KB, print legible', async () => {
  const chosen = await chooseJpeg(await page(false), 300);
  expect(chosen.jpeg.length).toBeLessThan(135 * 1024);
  expect(chosen.legibility).toBeGreaterThanOrEqual(LEGIBLE_FROM);
  expect(((await sharp(chosen.jpeg).metadata()).width * 300) / WIDTH).toBeCloseTo(chosen.dpi, 0);
});
it('goes no lower than 150 dpi, quality 42 and legible print, whatever the size', async () => {
  const chosen = await chooseJpeg(await page(true), 300);
  expect(chosen.dpi).toBeGreaterThanOrEqual(150);
  expect(chosen.quality).toBeGreaterThanOrEqual(42);
  expect(chosen.legibility).toBeGreaterThanOrEqual(LEGIBLE_FROM);
});
it('leaves an image alone that is small already', async () => {
  const small = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#fff' } }).jpeg().toBuffer();
  expect((await chooseJpeg(small, 150)).jpeg).toBe(small);
});
it('measures 1 for the same picture, less for a blurred one, 1 for an empty one', async () => {
  const raw = await sharp(await page(false)).resize(800).greyscale().raw().toBuffer({ resolveWithObject: true });
  const gray = { data: raw.data, widthPx: raw.info.width, heightPx: raw.info.height };
  const blurred = await sharp(raw.data, { raw: raw.info }).blur(2).raw().toBuffer();
  expect(inkSimilarity(gray, raw.data)).toBeCloseTo(1, 5);
  expect(inkSimilarity(gray, blurred)).toBeLessThan(0.7);
  const white = Buffer.alloc(64 * 64, 255);
  expect(inkSimilarity({ data: white, widthPx: 64, heightPx: 64 }, white)).toBe(1);
});

import sharp from 'sharp';
import { expect, it } from 'vitest';
import { LEGIBLE_FROM, chooseJpeg } from '../../../backend/packaging/choose-jpeg.ts';
import { printSimilarity } from '../../../backend/packaging/print-similarity.ts';

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
it('says the size in pixels of what it chose, and chooses the same twice', async () => {
  const [first, second] = [await chooseJpeg(await page(false), 300), await chooseJpeg(await page(false), 300)];
  const facts = await sharp(first.jpeg).metadata();
  expect([first.widthPx, first.heightPx]).toEqual([facts.width, facts.height]);
  expect(Buffer.from(first.jpeg).equals(Buffer.from(second.jpeg))).toBe(true);
});
it('judges by the whole page what it tried on a part: the print of the result is legible', async () => {
  const jpeg = await page(false);
  const chosen = await chooseJpeg(jpeg, 300);
  const size = { width: Math.round((WIDTH * 2) / 3), height: Math.round((HEIGHT * 2) / 3), fit: 'fill' as const };
  const grey = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).resize(size).greyscale().toColourspace('b-w').raw().toBuffer();
  const { mean } = printSimilarity({ data: await grey(jpeg), widthPx: size.width, heightPx: size.height }, await grey(chosen.jpeg));
  expect(mean).toBeGreaterThanOrEqual(LEGIBLE_FROM - 0.02);
  expect(Math.abs(mean - chosen.legibility)).toBeLessThan(0.05);
});
it('takes a page of a few words, a thin strip and an empty page as they come', async () => {
  const plain = (width: number, height: number): Promise<Buffer> => sharp({ create: { width, height, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 215, sigma: 12 } } }).jpeg({ quality: 95 }).toBuffer();
  for (const [width, height] of [[2480, 40], [40, 2480], [1200, 1700]] as const) {
    const chosen = await chooseJpeg(await plain(width, height), 300);
    expect(chosen.jpeg.length).toBeGreaterThan(0);
    expect(Math.abs(chosen.heightPx - (height * chosen.dpi) / 300)).toBeLessThanOrEqual(1);
  }
});
it('keeps a grey page grey', async () => {
  const chosen = await chooseJpeg(await sharp(await page(true)).greyscale().toColourspace('b-w').jpeg({ quality: 95 }).toBuffer(), 300);
  expect((await sharp(chosen.jpeg).metadata()).channels).toBe(1);
});

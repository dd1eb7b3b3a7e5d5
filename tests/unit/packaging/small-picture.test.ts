import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { RgbPicture } from '../../../backend/packaging/paper-colours.ts';
import { printSimilarity } from '../../../backend/packaging/print-similarity.ts';
import { LEGIBLE_FROM, budgetOf, makeSmallPicture } from '../../../backend/packaging/small-picture.ts';

const WIDTH = 2480;
const HEIGHT = 3508;

/** A certificate's worth of print at 300 dpi; `sigma` is the grain of its paper. */
async function page({ sigma = 0, paper = '#fdfbf4', lines = 20 } = {}): Promise<RgbPicture> {
  const print = Array.from({ length: lines }, (_, index) => `<text x="250" y="${300 + index * (3000 / lines)}" font-size="50" font-family="serif">Họ, chữ đệm, tên: NGUYỄN THỊ HẢI YẾN, sinh ngày mùng bốn tháng tám ${index}</text>`);
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${print.join('')}</svg>`);
  const background = { create: { width: WIDTH, height: HEIGHT, channels: 3 as const, background: paper, ...(sigma === 0 ? {} : { noise: { type: 'gaussian' as const, mean: 225, sigma } }) } };
  return { data: await sharp(background).composite([{ input: svg }]).removeAlpha().raw().toBuffer(), widthPx: WIDTH, heightPx: HEIGHT };
}
const greyOf = (picture: RgbPicture, widthPx: number, heightPx: number): Promise<Buffer> =>
  sharp(picture.data, { raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 } }).resize({ width: widthPx, height: heightPx, fit: 'fill' }).greyscale().toColourspace('b-w').raw().toBuffer();

describe('the small picture of a page', () => {
  it('is about 100 KB at 200 dpi, its print legible', async () => {
    const chosen = await makeSmallPicture(await page(), 300);
    expect(chosen.bytes.length).toBeLessThan(115 * 1024);
    expect(chosen).toMatchObject({ dpi: 200, isOverBudget: false });
    const facts = await sharp(chosen.bytes).metadata();
    expect([facts.width, facts.height]).toEqual([chosen.widthPx, chosen.heightPx]);
    expect(chosen.widthPx).toBe(Math.round((WIDTH * 2) / 3));
  });

  it('spends no bytes on the grain of the paper, and its print is as legible as it says', async () => {
    const grainy = await page({ sigma: 5 });
    const chosen = await makeSmallPicture(grainy, 300);
    expect(chosen.bytes.length).toBeLessThan(115 * 1024);
    const back = await sharp(chosen.bytes).greyscale().toColourspace('b-w').raw().toBuffer();
    const { mean } = printSimilarity({ data: await greyOf(grainy, chosen.widthPx, chosen.heightPx), widthPx: chosen.widthPx, heightPx: chosen.heightPx }, back, true);
    expect(mean).toBeGreaterThanOrEqual(LEGIBLE_FROM);
    expect(Math.abs(mean - chosen.legibility)).toBeLessThan(0.02);
  });

  it('stays larger rather than lose print, and says so', async () => {
    const chosen = await makeSmallPicture(await page({ sigma: 24, lines: 60 }), 300);
    expect(chosen.isOverBudget).toBe(true);
    expect(chosen.bytes.length).toBeGreaterThan(budgetOf(WIDTH, HEIGHT, 300));
    expect(chosen.legibility).toBeGreaterThanOrEqual(LEGIBLE_FROM);
  });

  it('has the same bytes for the same pixels, and leaves the pixels as they were', async () => {
    const pixels = await page();
    const before = Buffer.from(pixels.data);
    const [first, second] = [await makeSmallPicture(pixels, 200), await makeSmallPicture(pixels, 200)];
    expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(true);
    expect(before.equals(Buffer.from(pixels.data))).toBe(true);
  });

  it('takes a strip, a speck and an empty page as they come, no finer than they are', async () => {
    for (const [widthPx, heightPx] of [[2480, 40], [40, 2480], [3, 3], [1200, 1700]] as const) {
      const data = await sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 215, sigma: 5 } } }).raw().toBuffer();
      const chosen = await makeSmallPicture({ data, widthPx, heightPx }, 150);
      expect(chosen).toMatchObject({ dpi: 150, widthPx, heightPx });
      expect(chosen.bytes.length).toBeLessThanOrEqual(budgetOf(widthPx, heightPx, 150) * 1.1);
    }
  });

  it('is a PNG of few tones for print, and a JPEG for a photograph, grey where the photograph is', async () => {
    const formatOf = async (picture: RgbPicture): Promise<string> => {
      const { format, channels } = await sharp((await makeSmallPicture(picture, 300)).bytes).metadata();
      return `${format} ${channels}`;
    };
    const photograph = async (): Promise<RgbPicture> => ({ data: await sharp({ create: { width: 900, height: 900, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 140, sigma: 40 } } }).greyscale().toFormat('png').toBuffer().then((grey) => sharp({ create: { width: 900, height: 900, channels: 3, background: '#fff' } }).composite([{ input: grey }]).removeAlpha().raw().toBuffer()), widthPx: 900, heightPx: 900 });
    expect(await formatOf(await page())).toMatch(/^png/);
    expect(await formatOf(await photograph())).toBe('jpeg 1');
  });

  it('keeps the colours of a seal, a signature and a heading', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><rect width="1200" height="800" fill="#fdfbf4"/><text x="80" y="120" font-size="60" fill="#c01020">GIẤY KHAI SINH</text><text x="80" y="260" font-size="44">Họ và tên: NGUYỄN THỊ HẢI YẾN</text><circle cx="800" cy="560" r="140" fill="none" stroke="#d04040" stroke-width="14"/><path d="M150 600 q 100 -150 200 0 t 200 0" fill="none" stroke="#2040c0" stroke-width="8"/></svg>`;
    const drawn = { data: await sharp(Buffer.from(svg)).removeAlpha().toColourspace('srgb').raw().toBuffer(), widthPx: 1200, heightPx: 800 };
    const { bytes } = await makeSmallPicture(drawn, 200);
    const back = await sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer();
    for (const [x, y] of [[800, 420], [940, 560], [200, 528], [600, 30], [88, 90]] as const) {
      for (let part = 0; part < 3; part += 1) expect(Math.abs((back[(y * 1200 + x) * 3 + part] ?? 0) - (drawn.data[(y * 1200 + x) * 3 + part] ?? 0))).toBeLessThan(48);
    }
  });
});

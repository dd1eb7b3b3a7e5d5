import sharp from 'sharp';
import { expect, it } from 'vitest';
import { printSimilarity } from '../../../backend/packaging/print-similarity.ts';

const print = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="640" height="320"><rect width="640" height="320" fill="#fff"/><text x="20" y="80" font-size="40" font-family="serif">Họ, chữ đệm, tên: Yến</text></svg>');

async function picture(): Promise<{ data: Buffer; widthPx: number; heightPx: number; blurred: Buffer }> {
  const { data, info } = await sharp(print).flatten().greyscale().raw().toBuffer({ resolveWithObject: true });
  const blurred = await sharp(data, { raw: { width: info.width, height: info.height, channels: 1 } }).blur(3).raw().toBuffer();
  return { data, widthPx: info.width, heightPx: info.height, blurred };
}

it('measures 1 for the same picture and less for a blurred one', async () => {
  const { blurred, ...reference } = await picture();
  expect(printSimilarity(reference, reference.data).mean).toBeCloseTo(1, 5);
  expect(printSimilarity(reference, blurred).mean).toBeLessThan(0.7);
});
it('looks at blocks with print only: an empty picture has none and counts as 1', () => {
  const white = Buffer.alloc(64 * 64, 255);
  expect(printSimilarity({ data: white, widthPx: 64, heightPx: 64 }, white)).toEqual({ mean: 1, blocks: 0 });
});
it('ignores what is left of a picture beyond whole blocks', () => {
  const data = Buffer.alloc(7 * 7, 0);
  expect(printSimilarity({ data, widthPx: 7, heightPx: 7 }, data).blocks).toBe(0);
});

// Small pages drawn for the tests of pictures: paper, print, seals and grain that the test chooses.
import sharp from 'sharp';
import type { RgbPicture } from '../../backend/packaging/paper-colours.ts';

export type Drawn = { readonly widthPx?: number; readonly heightPx?: number; readonly paper?: string; /** SVG that lies on the paper. */ readonly marks?: string; /** Standard deviation, about, in grey levels. */ readonly grain?: number };

const LINES = ['Họ, chữ đệm, tên: TRẦN GIA BẢO', 'Ngày, tháng, năm sinh: 05/01/2017', 'Nơi cư trú: thôn Hà Quảng, xã Tam Thanh', 'Dân tộc: Kinh   Quốc tịch: Việt Nam'] as const;

/** Lines of print, as big as on paper at 200 dpi. */
export const printed = (colour: string, fromY = 60, lines: readonly string[] = LINES): string =>
  lines.map((line, index) => `<text x="40" y="${fromY + index * 70}" font-size="36" font-family="sans-serif" fill="${colour}">${line}</text>`).join('');

/** The same each time. */
function grained(data: Buffer, size: number): void {
  let state = 12_345;
  for (let at = 0; at < data.length; at += 1) {
    let sum = 0;
    for (let turn = 0; turn < 4; turn += 1) sum += (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
    data[at] = Math.max(0, Math.min(255, Math.round((data[at] ?? 0) + (sum - 2) * size * 1.73)));
  }
}

export async function drawPage({ widthPx = 900, heightPx = 420, paper = '#f4efdf', marks = '', grain = 0 }: Drawn = {}): Promise<RgbPicture> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}"><rect width="100%" height="100%" fill="${paper}"/>${marks}</svg>`;
  const data = await sharp(Buffer.from(svg)).removeAlpha().toColourspace('srgb').raw().toBuffer();
  if (grain > 0) grained(data, grain);
  return { data, widthPx, heightPx };
}

/** As a scan of so many dots an inch. */
export const jpegOf = ({ data, widthPx, heightPx }: RgbPicture, dpi = 200, quality = 85): Promise<Buffer> =>
  sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } }).jpeg({ quality }).withMetadata({ density: dpi }).toBuffer();

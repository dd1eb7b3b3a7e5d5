import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { codeFewTones, findInks, greyOfRows, paintFewTones, quickBytes } from '../../../backend/packaging/few-tones.ts';
import type { RgbPicture } from '../../../backend/packaging/paper-colours.ts';
import type { Rgb } from '../../../backend/packaging/spread-paper.ts';
import { drawPage, printed } from '../../support/print-pages.ts';

const PAPER: Rgb = [0xf4, 0xef, 0xdf];
/** All of the page, row by row. */
const keptOf = ({ widthPx, heightPx }: RgbPicture): Uint32Array => Uint32Array.from({ length: heightPx * 2 }, (_, at) => Math.ceil(at / 2) * widthPx);
const paint = async (page: RgbPicture, tones: 3 | 5) => {
  const painted = paintFewTones(findInks({ kept: keptOf(page), lit: page.data }, page, PAPER), tones);
  return { ...painted, png: codeFewTones(painted), quick: quickBytes(painted) };
};
const pixelsOf = (png: Uint8Array) => sharp(png).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
const greyOf = (red: number, green: number, blue: number): number => Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);

describe('a page in few tones', () => {
  it('has paper, and as many tones of black as were asked for, from light to dark', async () => {
    for (const tones of [3, 5] as const) {
      const { colours } = await paint(await drawPage({ marks: printed('#141414') }), tones);
      expect(colours).toHaveLength(1 + tones);
      expect(colours[0]).toEqual(PAPER);
      const greens = colours.map(([, green]) => green);
      expect(greens).toEqual(greens.toSorted((a, b) => b - a));
      expect(greens.at(-1)).toBeLessThan(40);
    }
  });

  it('takes its tones from the page: faint print is painted faint', async () => {
    const { colours } = await paint(await drawPage({ marks: printed('#b0aca0') }), 3);
    expect(Math.min(...colours.map(([, green]) => green))).toBeGreaterThan(150);
  });

  it('has tones of red and of blue where something is stamped and signed, and none for the fringe of a stroke', async () => {
    const written = '<circle cx="760" cy="330" r="50" fill="none" stroke="#d04040" stroke-width="6"/><path d="M60 390 q 60 -60 120 0 t 120 0" fill="none" stroke="#2040c0" stroke-width="6"/>';
    const { colours } = await paint(await drawPage({ marks: `${printed('#141414')}${written}` }), 3);
    expect(colours).toHaveLength(1 + 3 + 3 + 3);
    expect(colours.some(([red, , blue]) => red > blue + 80)).toBe(true);
    expect(colours.some(([red, , blue]) => blue > red + 80)).toBe(true);
    const fringed = await drawPage({ marks: `${printed('#141414')}<rect x="60" y="380" width="8" height="8" fill="#d04040"/>` });
    expect((await paint(fringed, 3)).colours).toHaveLength(1 + 3);
  });

  it('is a PNG that shows each pixel of the page in the tone that it falls to', async () => {
    for (const widthPx of [900, 899, 3]) for (const tones of [3, 5] as const) {
      const page = await drawPage({ widthPx, marks: printed('#141414') });
      const { png, colours } = await paint(page, tones);
      const { data, info } = await pixelsOf(png);
      expect([info.width, info.height]).toEqual([widthPx, 420]);
      const lightest = new Array<number>(colours.length).fill(0), darkest = new Array<number>(colours.length).fill(9999);
      let strays = 0;
      for (let at = 0; at < data.length; at += 3) {
        const place = colours.findIndex(([red, green, blue]) => red === data[at] && green === data[at + 1] && blue === data[at + 2]);
        if (place < 0) strays += 1;
        const light = 2 * (page.data[at] ?? 0) + 5 * (page.data[at + 1] ?? 0) + (page.data[at + 2] ?? 0);
        lightest[place] = Math.max(lightest[place] ?? 0, light);
        darkest[place] = Math.min(darkest[place] ?? 0, light);
      }
      expect(strays).toBe(0);
      for (let place = 1; place < colours.length; place += 1) expect(lightest[place]).toBeLessThan((darkest[place - 1] ?? 0) + 8);
    }
  });

  it('tells its own grey, as any reader of the PNG finds it', async () => {
    for (const widthPx of [900, 899, 3]) for (const tones of [3, 5] as const) {
      const { png, rows, colours } = await paint(await drawPage({ widthPx, marks: printed('#141414') }), tones);
      const { data } = await pixelsOf(png);
      const greys = Buffer.from(Array.from({ length: data.length / 3 }, (_, pixel) => greyOf(data[pixel * 3] ?? 0, data[pixel * 3 + 1] ?? 0, data[pixel * 3 + 2] ?? 0)));
      expect(greys.equals(greyOfRows(rows, colours))).toBe(true);
    }
  });

  it('is nothing but paper where the page is', async () => {
    const { png, colours } = await paint(await drawPage(), 5);
    expect(colours).toEqual([PAPER]);
    expect((await pixelsOf(png)).data.every((level, at) => level === PAPER[at % 3])).toBe(true);
  });

  it('tells beforehand, quickly, about how many bytes it will have', async () => {
    for (const colour of ['#141414', '#b0aca0']) {
      const { png, quick } = await paint(await drawPage({ marks: printed(colour), grain: 3 }), 5);
      expect(png.length / quick).toBeGreaterThan(0.6);
      expect(png.length / quick).toBeLessThan(1.05);
    }
  });

  it('has the same bytes for the same page', async () => {
    const page = await drawPage({ marks: printed('#141414'), grain: 3 });
    expect(Buffer.from((await paint(page, 5)).png).equals(Buffer.from((await paint(page, 5)).png))).toBe(true);
  });
});

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { findInks, paintFewTones } from '../../../backend/packaging/few-tones.ts';
import type { RgbPicture } from '../../../backend/packaging/paper-colours.ts';
import type { Rgb } from '../../../backend/packaging/quiet-paper.ts';
import { drawPage, printed } from '../../support/print-pages.ts';

const PAPER: Rgb = [0xf4, 0xef, 0xdf];
const paint = async (page: RgbPicture, tones: 3 | 5) => paintFewTones(findInks(page, PAPER, Uint32Array.of(0, page.widthPx * page.heightPx)), tones);

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

  it('is a PNG that shows just these colours in these places', async () => {
    for (const widthPx of [900, 899, 3]) {
      const { png, places, colours } = await paint(await drawPage({ widthPx, marks: printed('#141414') }), 3);
      const { data, info } = await sharp(png).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([widthPx, 420]);
      expect(data.equals(Buffer.from([...places].flatMap((place) => colours[place] ?? [])))).toBe(true);
    }
  });

  it('is nothing but paper where the page is', async () => {
    const { places, colours } = await paint(await drawPage(), 5);
    expect(colours).toEqual([PAPER]);
    expect(places.every((place) => place === 0)).toBe(true);
  });

  it('has the same bytes for the same page', async () => {
    const page = await drawPage({ marks: printed('#141414'), grain: 3 });
    expect(Buffer.from((await paint(page, 5)).png).equals(Buffer.from((await paint(page, 5)).png))).toBe(true);
  });
});

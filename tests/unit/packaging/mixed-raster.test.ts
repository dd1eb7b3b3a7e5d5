import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ALIKE_FROM, makeMixed, mixedRaster, type MixedUse } from '../../../backend/packaging/mixed-raster.ts';
import { type Drawn, drawPage, jpegOf, printed } from '../../support/print-pages.ts';

const USE: MixedUse = { paperDpi: 150, pageDpi: 200, worthIt: 1 };
const PRINT = printed('#202024');
const jpeg = async (drawn: Drawn, dpi = 200): Promise<Buffer> => jpegOf(await drawPage(drawn), dpi);

/** The paper picture's colour at a point given in shares of its sides. */
async function paperAt(background: Uint8Array, x: number, y: number): Promise<readonly number[]> {
  const { data, info } = await sharp(background).raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3;
  return [...data.subarray(at, at + 3)];
}

describe('print over paper', () => {
  it('has its print at 400 dpi and its paper at the resolution asked for', async () => {
    const made = await makeMixed(await jpeg({ marks: PRINT, grain: 4 }), 200, USE);
    expect([made?.picture.mask.widthPx, made?.picture.mask.heightPx]).toEqual([1800, 840]);
    const { width, height } = await sharp(made?.picture.background).metadata();
    expect([width, height]).toEqual([675, 315]);
    expect(made?.alike).toBeGreaterThan(ALIKE_FROM);
  });

  it('of a finer page is made of as much of it as is asked for', async () => {
    const fine = await jpeg({ widthPx: 1800, heightPx: 840, marks: `<g transform="scale(2)">${PRINT}</g>` }, 400);
    const small = await makeMixed(fine, 400, USE);
    const archive = await makeMixed(fine, 400, { paperDpi: 200, pageDpi: 400, worthIt: 1 });
    expect([small?.picture.mask.widthPx, archive?.picture.mask.widthPx]).toEqual([1800, 1800]);
    expect((await sharp(archive?.picture.background).metadata()).width).toBe(900);
  });

  it('takes far fewer bytes than a JPEG of a page with grain', async () => {
    const page = await jpeg({ marks: PRINT, grain: 6 });
    const made = await makeMixed(page, 200, USE);
    expect((made?.picture.background.length ?? 1e9) + (made?.picture.mask.bytes.length ?? 1e9)).toBeLessThan(page.length / 3);
  });

  it('leaves no print in the paper, and the paper as it is without its grain', async () => {
    const made = await makeMixed(await jpeg({ marks: PRINT, grain: 5, paper: '#e8dcc0' }), 200, USE);
    const { data } = await sharp(made?.picture.background).greyscale().toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    expect(data.reduce((least, value) => Math.min(least, value), 255)).toBeGreaterThan(180);
    const paper = await paperAt(made?.picture.background ?? new Uint8Array(), 0.9, 0.9);
    paper.forEach((part, index) => expect(Math.abs(part - ([0xe8, 0xdc, 0xc0][index] ?? 0))).toBeLessThan(8));
  });

  it('keeps the colours of seals and signatures in the paper, also where they cross print', async () => {
    const seal = '<circle cx="700" cy="200" r="120" fill="none" stroke="#c81e32" stroke-width="12"/>';
    const made = await makeMixed(await jpeg({ marks: PRINT + seal }), 200, USE);
    const [red = 0, green = 0] = await paperAt(made?.picture.background ?? new Uint8Array(), 700 / 900, 80 / 420);
    expect(red - green).toBeGreaterThan(90);
  });

  it('keeps faint marks in the paper as they were: pencil, what shines through', async () => {
    const made = await makeMixed(await jpeg({ marks: `${PRINT}<rect x="500" y="340" width="300" height="50" fill="#d0cabb"/>` }), 200, USE);
    const [, green = 0] = await paperAt(made?.picture.background ?? new Uint8Array(), 650 / 900, 365 / 420);
    expect(Math.abs(green - 0xca)).toBeLessThan(8);
  });

  it.each<readonly [string, Drawn]>([
    ['an empty page', {}], ['hardly any print', { marks: '<rect x="10" y="10" width="6" height="3" fill="#000"/>' }], ['a page that is mostly ink', { paper: '#f4efdf', marks: '<g fill="#101010">' + Array.from({ length: 45 }, (_, index) => `<rect x="${index * 20}" width="11" height="420"/>`).join('') + '</g>' }],
    ['coarse grain that may be a photograph', { marks: PRINT, grain: 40 }], ['a page of a few pixels', { widthPx: 20, heightPx: 20, marks: PRINT }],
  ])('is not made of %s', async (_, drawn) => {
    expect(await makeMixed(await jpeg(drawn), 200, USE)).toBeNull();
  });

  it('is not made where it saves too little', async () => {
    const page = await jpeg({ marks: PRINT, grain: 4 });
    const made = await makeMixed(page, 200, USE);
    const share = ((made?.picture.background.length ?? 0) + (made?.picture.mask.bytes.length ?? 0)) / page.length;
    expect(await mixedRaster(page, 200, { ...USE, worthIt: share * 1.02 })).not.toBeNull();
    expect(await mixedRaster(page, 200, { ...USE, worthIt: share * 0.98 })).toBeNull();
  });

  it('is given up where its print would not look like the page’s: colours in the print', async () => {
    const mixedUp = PRINT + printed('#707070', 95).replaceAll('font-size="36"', 'font-size="14"') + '<rect x="300" y="20" width="520" height="330" fill="#000" opacity=".35"/>';
    const made = await makeMixed(await jpeg({ marks: mixedUp, grain: 8 }), 200, USE);
    expect(made === null || made.alike < ALIKE_FROM).toBe(true);
    expect(await mixedRaster(await jpeg({ marks: mixedUp, grain: 8 }), 200, USE)).toBeNull();
  });

  it('is made of a grey page as well', async () => {
    const page = await drawPage({ marks: PRINT, paper: '#e0e0e0' });
    const grey = await sharp(page.data, { raw: { width: page.widthPx, height: page.heightPx, channels: 3 } }).greyscale().toColourspace('b-w').jpeg().toBuffer();
    expect((await makeMixed(grey, 200, USE))?.alike).toBeGreaterThan(ALIKE_FROM);
  });
});

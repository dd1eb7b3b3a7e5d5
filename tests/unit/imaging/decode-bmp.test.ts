import { describe, expect, it } from 'vitest';
import { decodeBmp } from '../../../backend/imaging/decode-bmp.ts';
import { bmpBytes } from '../../support/bmp-bytes.ts';
import { pixelAt } from '../../support/test-pictures.ts';

const RED = [255, 0, 0] as const;
const GREEN = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;
const WHITE = [255, 255, 255] as const;
const PALETTE = [RED, GREEN, BLUE, WHITE];

/** 2 × 2: red green over blue white, from the file's first row on. */
function expectFour(bytes: Buffer): void {
  const raster = decodeBmp(bytes);
  expect([raster.widthPx, raster.heightPx, raster.data.length]).toEqual([2, 2, 12]);
  expect([pixelAt(raster, 0, 0), pixelAt(raster, 1, 0), pixelAt(raster, 0, 1), pixelAt(raster, 1, 1)]).toEqual([RED, GREEN, BLUE, WHITE]);
}

describe('bitmaps', () => {
  it('of 24 bits run from the bottom up, or from the top down', () => {
    const top = [0, 0, 255, 0, 255, 0, 0, 0];
    const bottom = [255, 0, 0, 255, 255, 255, 0, 0];
    expectFour(bmpBytes({ widthPx: 2, heightPx: 2, bits: 24, pixels: Uint8Array.from([...bottom, ...top]) }));
    expectFour(bmpBytes({ widthPx: 2, heightPx: -2, bits: 24, pixels: Uint8Array.from([...top, ...bottom]) }));
  });

  it('of 8, 4 and 2 bits go through the palette', () => {
    expectFour(bmpBytes({ widthPx: 2, heightPx: -2, bits: 8, palette: PALETTE, pixels: Uint8Array.from([0, 1, 0, 0, 2, 3, 0, 0]) }));
    expectFour(bmpBytes({ widthPx: 2, heightPx: -2, bits: 4, palette: PALETTE, pixels: Uint8Array.from([0x01, 0, 0, 0, 0x23, 0, 0, 0]) }));
    expectFour(bmpBytes({ widthPx: 2, heightPx: -2, bits: 2, palette: PALETTE, pixels: Uint8Array.from([0b0001_0000, 0, 0, 0, 0b1011_0000, 0, 0, 0]) }));
  });

  it('of 1 bit take both colours from the palette, over more than one byte', () => {
    const raster = decodeBmp(bmpBytes({ widthPx: 10, heightPx: 1, bits: 1, palette: [WHITE, BLUE], pixels: Uint8Array.from([0b1000_0000, 0b0100_0000, 0, 0]) }));
    expect(pixelAt(raster, 0, 0)).toEqual(BLUE);
    expect(pixelAt(raster, 1, 0)).toEqual(WHITE);
    expect(pixelAt(raster, 9, 0)).toEqual(BLUE);
  });

  it('of 16 bits have five bits a colour unless masks say six for green', () => {
    const fives = Uint16Array.of(0x7c00, 0x03e0, 0x001f, 0x7fff);
    expectFour(bmpBytes({ widthPx: 2, heightPx: -2, bits: 16, pixels: new Uint8Array(fives.buffer) }));
    const sixes = Uint16Array.of(0xf800, 0x07e0, 0x001f, 0xffff);
    expectFour(bmpBytes({ widthPx: 2, heightPx: -2, bits: 16, compression: 3, masks: [0xf800, 0x07e0, 0x001f], pixels: new Uint8Array(sixes.buffer) }));
  });

  it('of 32 bits ignore the fourth byte, and lay a real alpha over white', () => {
    const plain = Uint32Array.of(0x00ff0000, 0x0000ff00, 0x000000ff, 0x00ffffff);
    expectFour(bmpBytes({ widthPx: 2, heightPx: -2, bits: 32, pixels: new Uint8Array(plain.buffer) }));
    const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
    const seen = decodeBmp(bmpBytes({ widthPx: 2, heightPx: 1, bits: 32, compression: 3, infoBytes: 108, masks, pixels: new Uint8Array(Uint32Array.of(0x00000000, 0x80ff0000).buffer) }));
    expect([pixelAt(seen, 0, 0), pixelAt(seen, 1, 0)]).toEqual([WHITE, [255, 127, 127]]);
    expectFour(bmpBytes({ widthPx: 2, heightPx: -2, bits: 32, compression: 3, infoBytes: 108, masks, pixels: new Uint8Array(plain.buffer) }));
  });

  it('of OS/2 have short headers and palettes of three bytes', () => {
    expectFour(bmpBytes({ widthPx: 2, heightPx: 2, bits: 8, infoBytes: 12, palette: [...PALETTE, ...new Array<typeof WHITE>(252).fill(WHITE)], pixels: Uint8Array.from([2, 3, 0, 0, 0, 1, 0, 0]) }));
  });

  it('with run lengths of 8 bits: runs, literals, ends of lines, jumps', () => {
    const pixels = Uint8Array.from([/* blue white */ 1, 2, 1, 3, 0, 0, /* literal: red green, padding */ 0, 3, 0, 1, 1, 0, 0, 1]);
    expectFour(bmpBytes({ widthPx: 2, heightPx: 2, bits: 8, compression: 1, palette: PALETTE, pixels }));
    const jump = decodeBmp(bmpBytes({ widthPx: 3, heightPx: 2, bits: 8, compression: 1, palette: PALETTE, pixels: Uint8Array.from([0, 2, 1, 1, 1, 1, 0, 1]) }));
    expect([pixelAt(jump, 0, 0), pixelAt(jump, 1, 0)]).toEqual([RED, GREEN]);
  });

  it('with run lengths of 4 bits alternate two colours', () => {
    expectFour(bmpBytes({ widthPx: 2, heightPx: 2, bits: 4, compression: 2, palette: PALETTE, pixels: Uint8Array.from([2, 0x23, 0, 0, 2, 0x01, 0, 1]) }));
  });

  it('never write outside the picture, whatever the runs say', () => {
    const wild = decodeBmp(bmpBytes({ widthPx: 2, heightPx: 2, bits: 8, compression: 1, palette: PALETTE, pixels: Uint8Array.from([255, 1, 0, 2, 250, 250, 255, 1, 0, 1]) }));
    expect(wild.data).toHaveLength(12);
  });

  it('cut short are named, rows or runs', () => {
    expect(() => decodeBmp(bmpBytes({ widthPx: 2, heightPx: 2, bits: 24, pixels: Buffer.alloc(8) }))).toThrow(/file-truncated/);
    expect(() => decodeBmp(bmpBytes({ widthPx: 2, heightPx: 2, bits: 8, compression: 1, palette: PALETTE, pixels: Uint8Array.from([2, 1]) }))).toThrow(/file-truncated/);
    expect(() => decodeBmp(Buffer.from('BM'))).toThrow(/file-truncated/);
  });

  it('of sizes that cannot be are refused before memory is taken', () => {
    const head = { bits: 24, pixels: Buffer.alloc(0) };
    expect(() => decodeBmp(bmpBytes({ ...head, widthPx: 35_000, heightPx: 35_000 }))).toThrow(/page-too-large/);
    expect(() => decodeBmp(bmpBytes({ ...head, widthPx: 0, heightPx: 5 }))).toThrow(/file-corrupt/);
    expect(() => decodeBmp(bmpBytes({ ...head, widthPx: -5, heightPx: 5 }))).toThrow(/file-corrupt/);
  });

  it('with a JPEG inside or an odd depth are not supported', () => {
    expect(() => decodeBmp(bmpBytes({ widthPx: 2, heightPx: 2, bits: 24, compression: 4, pixels: Buffer.alloc(16) }))).toThrow(/format-not-supported/);
    expect(() => decodeBmp(bmpBytes({ widthPx: 2, heightPx: 2, bits: 7, pixels: Buffer.alloc(16) }))).toThrow(/format-not-supported/);
  });
});

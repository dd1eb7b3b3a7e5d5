import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { bytesInMemory } from '../../../backend/capture/byte-source.ts';
import { choosePicture } from '../../../backend/packaging/choose-picture.ts';
import { mixedRaster } from '../../../backend/packaging/mixed-raster.ts';
import { encodeBilevel, readBilevel } from '../../../backend/pdf/bilevel-image.ts';
import { makeSmallPicture } from '../../../backend/packaging/small-picture.ts';
import { unwrapIndexedPng, wrapPng } from '../../../backend/pdf/lift-png.ts';
import { importSource } from '../../../backend/pipeline/import.ts';
import type { PdfPage } from '../../../backend/pdf/write-searchable-pdf.ts';
import { writeSearchablePdf } from '../../../backend/pdf/write-searchable-pdf.ts';
import type { PackagePage } from '../../../backend/packaging/package-input.ts';
import { renderPage } from '../../../scripts/fixtures/render-page.ts';
import { createFolderBlobs, stepContext } from '../../support/folder-blobs.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

/** Of pictures: a failed comparison of the bytes themselves would take minutes to print. */
const sha256 = (parts: readonly Uint8Array[]): string => createHash('sha256').update(Buffer.concat(parts)).digest('hex');

const WIDTH = 421;
const HEIGHT = 597;

/** A checked page with a border, black on white, sides no multiples of 16. */
function bits(widthPx = WIDTH, heightPx = HEIGHT): Buffer {
  const grey = Buffer.alloc(widthPx * heightPx, 255);
  for (let y = 0; y < heightPx; y += 1) for (let x = 0; x < widthPx; x += 1) if (x < 5 || y < 5 || x >= widthPx - 5 || y >= heightPx - 5 || ((x >> 5) + (y >> 5)) % 2 === 0) grey[y * widthPx + x] = 0;
  return grey;
}
const raw = (grey: Buffer) => sharp(grey, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } }).toColourspace('b-w');
const group4 = (rows: number): Promise<Buffer> => raw(bits()).tiff({ compression: 'ccittfax4', bitdepth: 1, ...(rows === 0 ? {} : { tile: true, tileWidth: 432, tileHeight: rows }) }).toBuffer();

async function drawn(page: PdfPage, dpi: number): Promise<Buffer> {
  const dir = await makeTempFolder();
  const parts: Buffer[] = [];
  await writeSearchablePdf({ title: 'x', createdAt: '2026-11-22T08:30:00Z', producer: 'test' }, [page], (bytes) => Promise.resolve(void parts.push(Buffer.from(bytes))));
  await writeFile(join(dir, 'a.pdf'), Buffer.concat(parts));
  execFileSync('pdftoppm', ['-r', String(dpi), '-png', '-singlefile', 'a.pdf', 'a'], { cwd: dir });
  return readFile(join(dir, 'a.png'));
}

/** One strip, as scanners write it. */
function oneStrip(code: Uint8Array, widthPx: number, heightPx: number, photometric: number): Buffer {
  const fields = [[256, 4, widthPx], [257, 4, heightPx], [258, 3, 1], [259, 3, 4], [262, 3, photometric], [273, 4, 134], [277, 3, 1], [278, 4, heightPx], [279, 4, code.length], [284, 3, 1]] as const;
  const head = Buffer.alloc(134);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(fields.length, 8);
  for (const [index, [tag, type, value]] of fields.entries()) {
    head.writeUInt16LE(tag, 10 + 12 * index);
    head.writeUInt16LE(type, 12 + 12 * index);
    head.writeUInt32LE(1, 14 + 12 * index);
    head.writeUInt32LE(value, 18 + 12 * index);
  }
  return Buffer.concat([head, code]);
}

describe('a black and white picture', () => {
  it('comes out of the PDF where and as it was, though its code is larger than itself', async () => {
    const bilevel = await encodeBilevel(bits(), WIDTH, HEIGHT);
    expect([bilevel.codedWidthPx % 16, bilevel.codedHeightPx % 16]).toEqual([0, 0]);
    const { data, info } = await sharp(await drawn({ bilevel, dpi: 72, lines: [] }, 72)).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([WIDTH, HEIGHT]);
    // The drawing program smooths an edge here and there; a shift or a swap of colours would differ everywhere.
    const expected = bits();
    expect(data.reduce((count, value, at) => count + (Math.abs(value - (expected[at] ?? 0)) > 64 ? 1 : 0), 0) / expected.length).toBeLessThan(0.08);
  });

  it('is taken out of a Group 4 TIFF of one strip byte for byte, whichever way round it counts', async () => {
    for (const photometric of [0, 1]) {
      const { bytes } = await encodeBilevel(bits(432, 608), 432, 608);
      const { isBilevel, image } = await readBilevel(bytesInMemory(oneStrip(bytes, 432, 608, photometric)), 0);
      expect(isBilevel).toBe(true);
      expect(image?.blackIs1).toBe(photometric === 1);
      expect(Buffer.from(image?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true);
    }
  });

  it('is known as such but coded anew when its strips are many, and not at all when it is grey, cut short, or no TIFF', async () => {
    expect(await readBilevel(bytesInMemory(await group4(16)), 0)).toEqual({ isBilevel: true, image: null });
    expect(await readBilevel(bytesInMemory(await raw(bits()).tiff({ compression: 'lzw' }).toBuffer()), 0)).toEqual({ isBilevel: false, image: null });
    expect(await readBilevel(bytesInMemory(oneStrip(Buffer.alloc(100), 432, 608, 0).subarray(0, 140)), 0)).toMatchObject({ image: null });
    expect(await readBilevel(bytesInMemory(Buffer.from('không phải')), 0)).toEqual({ isBilevel: false, image: null });
    expect(await readBilevel(bytesInMemory(await group4(0)), 7)).toEqual({ isBilevel: false, image: null });
  });
});

const HALF = { paperDpi: 200, pageDpi: 300, worthIt: 0.5 } as const;

describe('a picture of few tones', () => {
  it('comes out of the PDF as it was, however many colours it has', async () => {
    for (const colours of [3, 7, 14]) {
      const places = Buffer.from(Array.from({ length: WIDTH * HEIGHT }, (_, at) => (((at % WIDTH) >> 5) + (Math.floor(at / WIDTH) >> 5)) % colours));
      const palette = Array.from({ length: colours }, (_, index) => [255 - index * 17, 240 - index * 9, 20 + index * 13] as const);
      const bits = colours <= 4 ? 2 : 4;
      const rows = Array.from({ length: HEIGHT }, (_, y) => {
        const row = Buffer.alloc(1 + Math.ceil((WIDTH * bits) / 8));
        for (let x = 0; x < WIDTH; x += 1) row[1 + Math.floor((x * bits) / 8)] = (row[1 + Math.floor((x * bits) / 8)] ?? 0) | ((places[y * WIDTH + x] ?? 0) << (8 - bits - ((x * bits) % 8)));
        return row;
      });
      const png = Buffer.from(wrapPng({ widthPx: WIDTH, heightPx: HEIGHT, bits, colour: { kind: 'indexed', palette: Uint8Array.from(palette.flat()) }, idat: deflateSync(Buffer.concat(rows)) }));
      const expected = Buffer.from([...places].flatMap((place) => palette[place] ?? [0, 0, 0]));
      expect(sha256([await sharp(png).removeAlpha().toColourspace('srgb').raw().toBuffer()])).toBe(sha256([expected]));
      const seen = await sharp(await drawn({ png, dpi: 72, lines: [] }, 72)).removeAlpha().raw().toBuffer();
      // The drawing program smooths an edge here and there.
      expect(seen.reduce((count, value, at) => count + (Math.abs(value - (expected[at] ?? 0)) > 24 ? 1 : 0), 0) / expected.length).toBeLessThan(0.1);
    }
  });

  it('is lifted out of the PDF again by those who import it, byte for byte', async () => {
    const dir = await makeTempFolder();
    const parts: Buffer[] = [];
    const page = await renderPage({ type: 'KT', seed: 9, preset: 'scan' });
    const small = await makeSmallPicture({ data: new Uint8Array(page.raster.data), widthPx: page.raster.widthPx, heightPx: page.raster.heightPx }, page.dpi);
    expect(small.bytes[0]).toBe(0x89);
    await writeSearchablePdf({ title: 'x', createdAt: '2026-11-22T08:30:00Z', producer: 'test' }, [{ png: small.bytes, dpi: small.dpi, lines: [] }], (bytes) => Promise.resolve(void parts.push(Buffer.from(bytes))));
    await writeFile(join(dir, 'a.pdf'), Buffer.concat(parts));
    await mkdir(join(dir, 'blobs'));
    const blobs = createFolderBlobs(join(dir, 'blobs'));
    const { pages: [imported] } = await importSource({ path: join(dir, 'a.pdf'), displayName: 'a.pdf' }, stepContext(blobs));
    if (imported?.ok !== true) throw new Error('not imported');
    expect(imported.master).toMatchObject({ origin: 'lifted', mediaType: 'image/png', dpi: 200 });
    expect(sha256([await blobs.get(imported.master.sha256)])).toBe(sha256([small.bytes]));
  });

  it('is no PNG of another kind', () => {
    expect(() => unwrapIndexedPng(Buffer.from('không phải'))).toThrow();
  });
});

describe('print over paper', () => {
  it('takes half the bytes or less and looks like the page it came from', async () => {
    const page = await renderPage({ type: 'KS', seed: 5, preset: 'scan' });
    const jpeg = await sharp(await page.jpeg()).jpeg({ quality: 75 }).toBuffer();
    const { width, height } = await sharp(jpeg).metadata();
    const mixed = await mixedRaster(jpeg, 200, HALF);
    if (mixed === null) throw new Error('no print was found on a printed page');
    expect(mixed.background.length + mixed.mask.bytes.length).toBeLessThan(jpeg.length / 2);
    const dpi = 100;
    const seen = await sharp(await drawn({ mixed, dpi: (200 * mixed.mask.widthPx) / width, lines: [] }, dpi)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([seen.info.width, seen.info.height]).toEqual([Math.ceil(width / 2), Math.ceil(height / 2)]);
    const before = await sharp(jpeg).resize({ width: seen.info.width, height: seen.info.height, fit: 'fill' }).removeAlpha().raw().toBuffer();
    const difference = seen.data.reduce((sum, value, at) => sum + Math.abs(value - (before[at] ?? 0)), 0) / before.length;
    expect(difference).toBeLessThan(12);
  });

  it('is not made of a photograph, of an empty page, or of one too small', async () => {
    const noise = Buffer.alloc(600 * 600 * 3);
    for (let at = 0; at < noise.length; at += 1) noise[at] = (at * 2654435761) >>> 24;
    expect(await mixedRaster(await sharp(noise, { raw: { width: 600, height: 600, channels: 3 } }).jpeg().toBuffer(), 200, HALF)).toBeNull();
    expect(await mixedRaster(await sharp({ create: { width: 600, height: 600, channels: 3, background: '#fdfcf7' } }).jpeg().toBuffer(), 200, HALF)).toBeNull();
    expect(await mixedRaster(await sharp({ create: { width: 8, height: 8, channels: 3, background: '#000' } }).jpeg().toBuffer(), 200, HALF)).toBeNull();
  });

  it('gives the same bytes for the same page', async () => {
    const jpeg = Buffer.from(await (await renderPage({ type: 'KT', seed: 6, preset: 'scan' })).jpeg());
    const bytes = async (): Promise<string> => {
      const mixed = await mixedRaster(jpeg, 200, HALF);
      return sha256(mixed === null ? [] : [mixed.background, mixed.mask.bytes]);
    };
    expect(await bytes()).toBe(await bytes());
  });
});

describe('the picture of a page', () => {
  const setUp = async () => {
    const dir = await makeTempFolder();
    await mkdir(join(dir, 'blobs'));
    const blobs = createFolderBlobs(join(dir, 'blobs'));
    const pageOf = async (original: Uint8Array, mediaType: PackagePage['master']['mediaType'], more: Partial<PackagePage> = {}): Promise<PackagePage> => {
      const delivered = await sharp(Buffer.from(original)).jpeg({ quality: 75 }).toBuffer();
      const { width, height } = await sharp(Buffer.from(original)).metadata();
      return { pageId: 'p', transforms: [], reading: null, deliveredSha256: await blobs.put(delivered), master: { sha256: await blobs.put(original), mediaType, frame: 0, origin: 'file', widthPx: width, heightPx: height, dpi: 200, orientation: 1 }, ...more };
    };
    return { blobs, pageOf };
  };

  it('is the scan itself where an archive takes an untouched JPEG', async () => {
    const { blobs, pageOf } = await setUp();
    const jpeg = Buffer.from(await (await renderPage({ type: 'KS', seed: 7, preset: 'scan' })).jpeg());
    const chosen = async (page: PackagePage): Promise<string> => {
      const { picture } = await choosePicture(page, 'archive', blobs);
      return 'jpeg' in picture ? sha256([picture.jpeg]) : Object.keys(picture).join();
    };
    expect(await chosen(await pageOf(jpeg, 'image/jpeg'))).toBe(sha256([jpeg]));
    const turned = await pageOf(jpeg, 'image/jpeg', { transforms: [{ kind: 'rotate', angleDeg: 180 }] });
    expect(await chosen(turned)).not.toBe(sha256([jpeg]));
  });

  it('is of few tones in a small file; in an archive copy print over paper only where that was asked for', async () => {
    const { blobs, pageOf } = await setUp();
    const kindsOf = async (preset: 'scan' | 'poor', seed: number): Promise<readonly string[]> => {
      const jpeg = await sharp(Buffer.from(await (await renderPage({ type: 'KS', seed, preset })).jpeg())).jpeg({ quality: 85 }).toBuffer();
      const page = await pageOf(jpeg, 'image/png');
      return Promise.all((['small', 'archive', 'archive-mixed'] as const).map(async (use) => Object.keys((await choosePicture(page, use, blobs)).picture).join()));
    };
    expect(await kindsOf('scan', 64)).toEqual(['png', 'jpeg', 'mixed']);
    expect(await kindsOf('poor', 64)).toEqual(['png', 'jpeg', 'mixed']);
  });

  it('is the one made beforehand, where there is one, in a small file', async () => {
    const { blobs, pageOf } = await setUp();
    const made = await sharp({ create: { width: 60, height: 80, channels: 3, background: '#fff' } }).jpeg().toBuffer();
    const page = await pageOf(Buffer.from(await (await renderPage({ type: 'KS', seed: 8, preset: 'clean' })).jpeg()), 'image/png', { smallPicture: { madeBy: 1, sha256: await blobs.put(made), dpi: 200, widthPx: 60, heightPx: 80 } });
    const small = await choosePicture(page, 'small', blobs);
    expect(small).toMatchObject({ dpi: 200, widthPx: 60, heightPx: 80 });
    expect('jpeg' in small.picture && sha256([small.picture.jpeg])).toBe(sha256([made]));
    expect((await choosePicture(page, 'archive', blobs)).widthPx).not.toBe(60);
  });

  it('is Group 4 for a scan in black and white, in either profile', async () => {
    const { blobs, pageOf } = await setUp();
    const { bytes } = await encodeBilevel(bits(432, 608), 432, 608);
    const page = await pageOf(oneStrip(bytes, 432, 608, 1), 'image/tiff');
    for (const use of ['small', 'archive'] as const) {
      const { picture } = await choosePicture(page, use, blobs);
      expect('bilevel' in picture && Buffer.from(picture.bilevel.bytes).equals(Buffer.from(bytes))).toBe(true);
    }
    const many = await pageOf(await group4(16), 'image/tiff');
    expect('bilevel' in (await choosePicture(many, 'small', blobs)).picture).toBe(true);
  });
});

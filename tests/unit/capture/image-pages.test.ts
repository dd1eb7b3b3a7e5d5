import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { findImagePages, type FoundPage, type ImageMedia } from '../../../backend/capture/image-pages.ts';
import { readJp2Facts } from '../../../backend/capture/jp2-facts.ts';
import { credibleDpi, squarePixels } from '../../../backend/capture/resolution.ts';
import { bmpBytes } from '../../support/bmp-bytes.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { fourCorners, noisyPage } from '../../support/test-pictures.ts';
import { tiffBytes } from '../../support/tiff-bytes.ts';

async function findIn(bytes: Uint8Array, media: ImageMedia): Promise<readonly FoundPage[]> {
  const path = join(await makeTempFolder(), 'file');
  await writeFile(path, bytes);
  return findImagePages(path, media);
}

async function only(bytes: Uint8Array, media: ImageMedia): Promise<unknown> {
  const pages = await findIn(bytes, media);
  expect(pages).toHaveLength(1);
  const [page] = pages;
  return page?.ok === true ? page.page : page?.error.code;
}

const page = (widthPx: number, heightPx: number) => sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: '#eee' } });

describe('a resolution', () => {
  it('is believed when both axes agree and the paper has a size that exists', () => {
    expect(credibleDpi({ xDpi: 300, yDpi: 300 }, 2480, 3508)).toBe(300);
    expect(credibleDpi({ xDpi: 299.9994, yDpi: 299.9994 }, 2480, 3508)).toBe(300);
    expect(credibleDpi({ xDpi: 200, yDpi: 202 }, 1654, 2339)).toBe(201);
    expect(credibleDpi({ xDpi: 72, yDpi: 72 }, 595, 842)).toBe(72);
  });

  it.each([
    ['nothing', undefined],
    ['zero', { xDpi: 0, yDpi: 0 }],
    ['not a number', { xDpi: Number.NaN, yDpi: 300 }],
    ['axes that differ', { xDpi: 200, yDpi: 100 }],
    ['too little', { xDpi: 10, yDpi: 10 }],
    ['too much', { xDpi: 4800, yDpi: 4800 }],
    ['the 72 of a phone', { xDpi: 72, yDpi: 72 }],
    ['the 96 of a screen', { xDpi: 96, yDpi: 96 }],
    ['paper smaller than an identity card', { xDpi: 1200, yDpi: 1200 }],
  ])('is not believed when the file says %s', (_name, stated) => expect(credibleDpi(stated, 2480, 3508)).toBeNull());

  it('with fax pixels gives the size with square ones', () => {
    expect(squarePixels({ xDpi: 204, yDpi: 98 }, 1728, 1145)).toEqual({ widthPx: 1728, heightPx: 2383, dpi: 204 });
    expect(squarePixels({ xDpi: 204, yDpi: 196 }, 1728, 2290)).toEqual({ widthPx: 1728, heightPx: 2383, dpi: 204 });
    expect(squarePixels({ xDpi: 200, yDpi: 200 }, 1728, 2290)).toBeUndefined();
    expect(squarePixels({ xDpi: 300, yDpi: 72 }, 1728, 2290)).toBeUndefined();
    expect(squarePixels(undefined, 1728, 2290)).toBeUndefined();
  });
});

describe('a JPEG', () => {
  it('tells size, resolution and orientation', async () => {
    const bytes = await page(600, 800).withMetadata({ orientation: 6, density: 200 }).jpeg().toBuffer();
    expect(await only(bytes, 'image/jpeg')).toEqual({ frame: 0, widthPx: 600, heightPx: 800, dpi: 200, orientation: 6 });
  });

  it('is read when progressive, grey, or followed by a preview', async () => {
    const bytes = await noisyPage().greyscale().jpeg({ progressive: true }).toBuffer();
    expect(await only(Buffer.concat([bytes, Buffer.alloc(500), bytes]), 'image/jpeg')).toMatchObject({ widthPx: 300, heightPx: 400 });
  });

  it('is cut short wherever it is cut', async () => {
    const bytes = await noisyPage().jpeg().toBuffer();
    for (const share of [0.1, 0.5, 0.9]) expect(await only(bytes.subarray(0, Math.floor(bytes.length * share)), 'image/jpeg')).toBe('file-truncated');
    expect(await only(bytes.subarray(0, bytes.length - 2), 'image/jpeg')).toBe('file-truncated');
    expect(await only(bytes.subarray(0, 3), 'image/jpeg')).toBe('file-truncated');
  });

  it('is not taken for whole by the end of its preview alone', async () => {
    const bytes = await noisyPage().jpeg().toBuffer();
    const preview = await fourCorners().jpeg().toBuffer();
    const app2 = Buffer.concat([Buffer.from([0xff, 0xe2, (preview.length + 2) >> 8, (preview.length + 2) & 255]), preview]);
    const whole = Buffer.concat([bytes.subarray(0, 2), app2, bytes.subarray(2)]);
    expect(await only(whole, 'image/jpeg')).toMatchObject({ widthPx: 300 });
    expect(await only(whole.subarray(0, app2.length + 2000), 'image/jpeg')).toBe('file-truncated');
  });

  it('of no size is damaged', async () => {
    const bytes = Buffer.from(await fourCorners().jpeg().toBuffer());
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
    bytes.writeUInt32BE(0, frame + 5);
    expect(await only(bytes, 'image/jpeg')).toBe('file-corrupt');
  });

  it('survives an EXIF block of nonsense', async () => {
    const bytes = await fourCorners().jpeg().toBuffer();
    for (const junk of ['Exif\0\0II*\0\xff\xff\xff\xff', 'Exif\0\0', 'Exif\0\0MM\0*\0\0\0\x08\xff\xff']) {
      const body = Buffer.from(junk, 'latin1');
      const app1 = Buffer.concat([Buffer.from([0xff, 0xe1, 0, body.length + 2]), body]);
      expect(await only(Buffer.concat([bytes.subarray(0, 2), app1, bytes.subarray(2)]), 'image/jpeg')).toMatchObject({ orientation: 1, widthPx: 40 });
    }
  });
});

describe('a PNG', () => {
  it('tells size and resolution', async () => {
    expect(await only(await page(2480, 3508).withMetadata({ density: 300 }).png().toBuffer(), 'image/png')).toEqual({ frame: 0, widthPx: 2480, heightPx: 3508, dpi: 300, orientation: 1 });
  });

  it('is cut short wherever it is cut, also just before its end', async () => {
    const bytes = await noisyPage().png().toBuffer();
    for (const length of [20, bytes.length / 2, bytes.length - 12, bytes.length - 1]) expect(await only(bytes.subarray(0, Math.floor(length)), 'image/png')).toBe('file-truncated');
  });

  it('of a billion pixels is told from its header', async () => {
    const bytes = Buffer.from(await fourCorners().png().toBuffer());
    bytes.writeUInt32BE(35_000, 16);
    bytes.writeUInt32BE(35_000, 20);
    expect(await only(bytes, 'image/png')).toMatchObject({ widthPx: 35_000, heightPx: 35_000 });
  });

  it('of no width is damaged', async () => {
    const bytes = Buffer.from(await fourCorners().png().toBuffer());
    bytes.writeUInt32BE(0, 16);
    expect(await only(bytes, 'image/png')).toBe('file-corrupt');
  });
});

describe('a WebP', () => {
  it.each([
    ['lossy', { lossless: false }],
    ['lossless', { lossless: true }],
  ])('that is %s tells its size', async (_name, options) => expect(await only(await noisyPage().webp(options).toBuffer(), 'image/webp')).toMatchObject({ widthPx: 300, heightPx: 400, orientation: 1 }));

  it('with EXIF tells its orientation', async () => {
    expect(await only(await noisyPage().withMetadata({ orientation: 8 }).webp().toBuffer(), 'image/webp')).toMatchObject({ orientation: 8 });
  });

  it('is cut short when it is shorter than it says', async () => {
    const bytes = await noisyPage().webp().toBuffer();
    expect(await only(bytes.subarray(0, bytes.length - 50), 'image/webp')).toBe('file-truncated');
    expect(await only(bytes.subarray(0, 12), 'image/webp')).toBe('file-truncated');
  });
});

describe('a BMP', () => {
  it('tells size and resolution', async () => {
    expect(await only(bmpBytes({ widthPx: 1240, heightPx: -1754, bits: 1, pixels: Buffer.alloc(156 * 1754), palette: [[0, 0, 0], [255, 255, 255]], dpi: 150 }), 'image/bmp')).toEqual({ frame: 0, widthPx: 1240, heightPx: 1754, dpi: 150, orientation: 1 });
  });

  it('is cut short when rows are missing', async () => {
    const bytes = bmpBytes({ widthPx: 10, heightPx: 10, bits: 24, pixels: Buffer.alloc(320) });
    expect(await only(bytes.subarray(0, 200), 'image/bmp')).toBe('file-truncated');
    expect(await only(bytes.subarray(0, 20), 'image/bmp')).toBe('file-truncated');
  });
});

describe('a TIFF', () => {
  it('has one page a directory, each with its own size and resolution', async () => {
    const bytes = tiffBytes([{ widthPx: 1654, heightPx: 2339, dpi: [200, 200] }, { widthPx: 800, heightPx: 600, dpi: [100, 100], orientation: 3 }]);
    expect(await findIn(bytes, 'image/tiff')).toMatchObject([{ ok: true, page: { frame: 0, widthPx: 1654, heightPx: 2339, dpi: 200, orientation: 1 } }, { ok: true, page: { frame: 1, widthPx: 800, heightPx: 600, dpi: 100, orientation: 3 } }]);
  });

  it.each([
    ['big-endian', { bigEndian: true }],
    ['BigTIFF', { big: true }],
    ['big-endian BigTIFF', { bigEndian: true, big: true }],
  ])('is read when it is %s', async (_name, layout) => {
    expect(await findIn(tiffBytes([{ widthPx: 1654, heightPx: 2339, dpi: [200, 200] }], layout), 'image/tiff')).toMatchObject([{ ok: true, page: { widthPx: 1654, heightPx: 2339, dpi: 200 } }]);
  });

  it('does not count thumbnails and masks as pages, and keeps the numbers of the others', async () => {
    const bytes = tiffBytes([{ widthPx: 100, heightPx: 100, subfile: 1 }, { widthPx: 900, heightPx: 900, subfile: 2 }, { widthPx: 900, heightPx: 900, subfile: 4 }]);
    expect(await findIn(bytes, 'image/tiff')).toMatchObject([{ ok: true, page: { frame: 1, widthPx: 900 } }]);
    expect(await findIn(tiffBytes([{ widthPx: 100, heightPx: 100, subfile: 1 }]), 'image/tiff')).toMatchObject([{ ok: true, page: { frame: 0 } }]);
  });

  it('with resolution in centimetres is converted, with none has none', async () => {
    expect(await findIn(tiffBytes([{ widthPx: 2480, heightPx: 3508, dpi: [118.11, 118.11], unit: 3 }, { widthPx: 2480, heightPx: 3508, dpi: [300, 300], unit: 1 }, { widthPx: 2480, heightPx: 3508 }]), 'image/tiff')).toMatchObject([{ page: { dpi: 300 } }, { page: { dpi: null } }, { page: { dpi: null } }]);
  });

  it('from a fax gets square pixels', async () => {
    expect(await findIn(tiffBytes([{ widthPx: 1728, heightPx: 1145, dpi: [204, 98], bits: 1 }]), 'image/tiff')).toMatchObject([{ page: { widthPx: 1728, heightPx: 2383, dpi: 204 } }]);
    expect(await findIn(tiffBytes([{ widthPx: 1728, heightPx: 1145, dpi: [204, 98], bits: 8 }]), 'image/tiff')).toMatchObject([{ page: { heightPx: 1145, dpi: null } }]);
  });

  it('whose directories run in a circle ends', async () => {
    const pages = await findIn(tiffBytes([{ widthPx: 10, heightPx: 10 }, { widthPx: 20, heightPx: 20 }], { loopTo: 0 }), 'image/tiff');
    expect(pages).toHaveLength(2);
  });

  it('cut short keeps its whole pages and names the others', async () => {
    const bytes = tiffBytes([{ widthPx: 100, heightPx: 100 }, { widthPx: 100, heightPx: 100 }]);
    expect(await findIn(bytes.subarray(0, bytes.length - 500), 'image/tiff')).toMatchObject([{ ok: true }, { ok: false, frame: 1, error: { code: 'file-truncated' } }]);
    const [first] = await findIn(bytes.subarray(0, 9), 'image/tiff');
    expect(first).toMatchObject({ ok: false, error: { code: 'file-truncated' } });
  });

  it('without a size or without data is damaged', async () => {
    expect(await findIn(tiffBytes([{ widthPx: 0, heightPx: 10 }]), 'image/tiff')).toMatchObject([{ ok: false, error: { code: 'file-corrupt' } }]);
    expect(await findIn(Buffer.from('II*\0\0\0\0\0', 'latin1'), 'image/tiff')).toMatchObject([{ ok: false, error: { code: 'file-corrupt' } }]);
    expect(await findIn(Buffer.from('II*\0', 'latin1'), 'image/tiff')).toMatchObject([{ ok: false }]);
  });

  it('of a billion pixels is told from its directory', async () => {
    expect(await findIn(tiffBytes([{ widthPx: 35_000, heightPx: 35_000, stripBytes: 100 }]), 'image/tiff')).toMatchObject([{ ok: true, page: { widthPx: 35_000, heightPx: 35_000 } }]);
  });

  it('written by libtiff is read the same', async () => {
    for (const options of [{ compression: 'lzw' }, { compression: 'jpeg' }, { tile: true, tileWidth: 64, tileHeight: 64 }, { compression: 'deflate', bigtiff: true }] as const) {
      expect(await findIn(await noisyPage(250, 130).tiff(options).toBuffer(), 'image/tiff')).toMatchObject([{ ok: true, page: { widthPx: 250, heightPx: 130 } }]);
    }
  });
});

describe('a JPEG 2000', () => {
  it('tells its size from the codestream, alone or wrapped', () => {
    const siz = Buffer.alloc(60);
    siz.set([0xff, 0x4f, 0xff, 0x51], 0);
    siz.writeUInt32BE(1700, 8);
    siz.writeUInt32BE(2200, 12);
    siz.writeUInt16BE(3, 40);
    expect(readJp2Facts(siz)).toEqual({ widthPx: 1700, heightPx: 2200, components: 3 });
    expect(readJp2Facts(Buffer.concat([Buffer.alloc(85), siz]))).toEqual({ widthPx: 1700, heightPx: 2200, components: 3 });
    expect(readJp2Facts(siz.subarray(0, 30))).toBeUndefined();
    expect(readJp2Facts(Buffer.alloc(100))).toBeUndefined();
  });

  it('without a codestream is damaged', async () => expect(await only(Buffer.alloc(100), 'image/jp2')).toBe('file-corrupt'));
});

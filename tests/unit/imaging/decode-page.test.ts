import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePage } from '../../../backend/imaging/decode-page.ts';
import type { RgbRaster } from '../../../backend/imaging/raster.ts';
import { buildJb2File } from '../../../backend/pdf/lift-jbig2.ts';
import type { PageMaster } from '../../../backend/pipeline/page-master.ts';
import { bmpBytes } from '../../support/bmp-bytes.ts';
import { FAX, faxPixel, group4, jbig2Segments, JP2 } from '../../support/coded-images.ts';
import { createFolderBlobs } from '../../support/folder-blobs.ts';
import { image, pdfBytes } from '../../support/pdf-bytes.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { CORNERS, fourCorners, fourCornersRaw, noisyPage, pixelAt } from '../../support/test-pictures.ts';
import { tiffBytes } from '../../support/tiff-bytes.ts';

type Wanted = Partial<PageMaster> & Pick<PageMaster, 'mediaType'>;
async function decode(bytes: Uint8Array, wanted: Wanted): Promise<RgbRaster> {
  const blobs = createFolderBlobs(await makeTempFolder());
  const sha256 = await blobs.put(bytes);
  return decodePage({ sha256, frame: 0, origin: 'file', widthPx: 40, heightPx: 30, dpi: null, orientation: 1, ...wanted }, blobs);
}

const corners = (raster: RgbRaster) => [pixelAt(raster, 2, 2), pixelAt(raster, raster.widthPx - 3, 2), pixelAt(raster, 2, raster.heightPx - 3), pixelAt(raster, raster.widthPx - 3, raster.heightPx - 3)];
const EXPECTED = [CORNERS.topLeft, CORNERS.topRight, CORNERS.bottomLeft, CORNERS.bottomRight];

function expectNear(actual: readonly (readonly number[])[], tolerance: number, expected: readonly (readonly number[])[] = EXPECTED): void {
  for (const [i, pixel] of actual.entries()) for (const [c, value] of pixel.entries()) expect(Math.abs(value - (expected[i]?.[c] ?? -1000)), `pixel ${i} channel ${c}: ${pixel.join()}`).toBeLessThanOrEqual(tolerance);
}

describe('decoding to pixels', () => {
  it.each(['none', 'lzw', 'deflate', 'packbits'] as const)('reads TIFF with %s exactly', async (compression) => {
    expectNear(corners(await decode(await fourCorners().tiff({ compression, predictor: 'none' }).toBuffer(), { mediaType: 'image/tiff' })), 0);
  });

  it('reads tiled TIFF, JPEG in TIFF, PNG, WebP and JPEG', async () => {
    expectNear(corners(await decode(await fourCorners(100, 100).tiff({ tile: true, tileWidth: 16, tileHeight: 16, compression: 'none' }).toBuffer(), { mediaType: 'image/tiff', widthPx: 100, heightPx: 100 })), 0);
    expectNear(corners(await decode(await fourCorners(96, 96).tiff({ compression: 'jpeg', quality: 95 }).toBuffer(), { mediaType: 'image/tiff', widthPx: 96, heightPx: 96 })), 12);
    expectNear(corners(await decode(await fourCorners().png().toBuffer(), { mediaType: 'image/png' })), 0);
    expectNear(corners(await decode(await fourCorners().png({ palette: true }).toBuffer(), { mediaType: 'image/png' })), 3);
    expectNear(corners(await decode(await fourCorners().webp({ lossless: true }).toBuffer(), { mediaType: 'image/webp' })), 0);
    expectNear(corners(await decode(await fourCorners(96, 96).jpeg({ quality: 95 }).toBuffer(), { mediaType: 'image/jpeg', widthPx: 96, heightPx: 96 })), 12);
  });

  it('reads BMP', async () => {
    const raster = await decode(bmpBytes({ widthPx: 1, heightPx: 1, bits: 24, pixels: Uint8Array.from([3, 2, 1, 0]) }), { mediaType: 'image/bmp', widthPx: 1, heightPx: 1 });
    expect([...raster.data]).toEqual([1, 2, 3]);
  });

  it('scales 16 bits down and lays alpha over white', async () => {
    expectNear(corners(await decode(await fourCorners().toColourspace('rgb16').png().toBuffer(), { mediaType: 'image/png' })), 1);
    const half = await sharp({ create: { width: 40, height: 30, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } } }).png().toBuffer();
    expectNear([pixelAt(await decode(half, { mediaType: 'image/png' }), 5, 5)], 1, [[255, 127, 127]]);
    const clear = await sharp({ create: { width: 40, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } }).tiff({ compression: 'lzw' }).toBuffer();
    expectNear([pixelAt(await decode(clear, { mediaType: 'image/tiff' }), 5, 5)], 0, [[255, 255, 255]]);
    const grey16 = tiffBytes([{ widthPx: 2, heightPx: 1, bits: 16, strip: Uint8Array.from([0x00, 0x80, 0xff, 0xff]) }]);
    const grey = await decode(grey16, { mediaType: 'image/tiff', widthPx: 2, heightPx: 1 });
    expect([pixelAt(grey, 0, 0)[0], pixelAt(grey, 1, 0)[0]]).toEqual([128, 255]);
  });

  it('turns four colours into three', async () => {
    const cmyk = await fourCorners(96, 96).toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer();
    expect((await sharp(cmyk).metadata()).channels).toBe(4);
    const raster = await decode(cmyk, { mediaType: 'image/tiff', widthPx: 96, heightPx: 96 });
    const [red, , blue, dark] = corners(raster);
    expect((red?.[0] ?? 0) - (red?.[1] ?? 255)).toBeGreaterThan(100);
    expect((blue?.[2] ?? 0) - (blue?.[0] ?? 255)).toBeGreaterThan(40);
    expectNear([dark ?? []], 30, [CORNERS.bottomRight]);
  });

  it('reads one bit either way round', async () => {
    const strip = Uint8Array.from([0b1010_0000]);
    const black = await decode(tiffBytes([{ widthPx: 4, heightPx: 1, bits: 1, photometric: 1, strip }]), { mediaType: 'image/tiff', widthPx: 4, heightPx: 1 });
    const white = await decode(tiffBytes([{ widthPx: 4, heightPx: 1, bits: 1, photometric: 0, strip }]), { mediaType: 'image/tiff', widthPx: 4, heightPx: 1 });
    expect([0, 1, 2, 3].map((x) => pixelAt(black, x, 0)[1])).toEqual([255, 0, 255, 0]);
    expect([0, 1, 2, 3].map((x) => pixelAt(white, x, 0)[1])).toEqual([0, 255, 0, 255]);
  });

  it('reads Group 4 fax exactly', async () => {
    const raster = await decode(tiffBytes([{ ...FAX, bits: 1, photometric: 0, compression: 4, strip: await group4() }]), { mediaType: 'image/tiff', ...FAX });
    for (let y = 0; y < FAX.heightPx; y++) for (let x = 0; x < FAX.widthPx; x++) expect(pixelAt(raster, x, y)[0]).toBe(faxPixel(x, y));
  });

  it('reads the page that the master names, and leaves it as it lies', async () => {
    const bytes = tiffBytes([{ widthPx: 2, heightPx: 1, strip: Uint8Array.from([1, 2]) }, { widthPx: 2, heightPx: 1, orientation: 3, strip: Uint8Array.from([3, 4]) }]);
    expect(pixelAt(await decode(bytes, { mediaType: 'image/tiff', frame: 1, widthPx: 2, heightPx: 1 }), 0, 0)).toEqual([3, 3, 3]);
    const turned = await fourCorners().withMetadata({ orientation: 6 }).png().toBuffer();
    expectNear(corners(await decode(turned, { mediaType: 'image/png', orientation: 6 })), 0);
  });

  it('makes fax pixels square when the master says so', async () => {
    const raster = await decode(tiffBytes([{ widthPx: 20, heightPx: 10, strip: Buffer.alloc(200, 255) }]), { mediaType: 'image/tiff', widthPx: 20, heightPx: 21 });
    expect([raster.widthPx, raster.heightPx, raster.data.length]).toEqual([20, 21, 1260]);
  });

  it('reads JBIG2 and JPEG 2000', async () => {
    const jb2 = await decode(buildJb2File(await jbig2Segments(), undefined), { mediaType: 'image/jbig2', ...FAX });
    for (let y = 0; y < FAX.heightPx; y++) for (let x = 0; x < FAX.widthPx; x++) expect(pixelAt(jb2, x, y)[0]).toBe(faxPixel(x, y));
    const jp2 = await decode(JP2, { mediaType: 'image/jp2', widthPx: 16, heightPx: 12 });
    expect([pixelAt(jp2, 2, 2), pixelAt(jp2, 12, 2)]).toEqual([[255, 0, 0], [0, 0, 255]]);
  });

  it('draws a PDF page at exactly the size of the master, the same every time', async () => {
    const bytes = pdfBytes([{ content: '1 0 0 rg 0 396 306 396 re f 0 1 0 rg 306 396 306 396 re f 0 0 1 rg 0 0 306 396 re f 0.25098 g 306 0 306 396 re f' }]);
    const wanted: Wanted = { mediaType: 'application/pdf', origin: 'rendered', widthPx: 201, heightPx: 261 };
    const raster = await decode(bytes, wanted);
    expect([raster.widthPx, raster.heightPx]).toEqual([201, 261]);
    expectNear(corners(raster), 1);
    const hash = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
    expect(hash((await decode(bytes, wanted)).data)).toBe(hash(raster.data));
  });

  it('reads pages of different PDFs at the same time', async () => {
    const shades = [0, 0.25, 0.5, 0.75, 1];
    const rasters = await Promise.all([...shades, ...shades].map((shade) => decode(pdfBytes([{ content: `${shade} g 0 0 612 792 re f` }]), { mediaType: 'application/pdf', origin: 'rendered' })));
    expect(rasters.map((raster) => Math.round((pixelAt(raster, 9, 9)[0] ?? 0) / 63.75))).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
  });
});

describe('what cannot be decoded', () => {
  it('is refused by size before anything is read', async () => {
    await expect(decode(Buffer.from('x'), { mediaType: 'image/png', widthPx: 35_000, heightPx: 35_000 })).rejects.toMatchObject({ code: 'page-too-large' });
  });

  it('is refused when the file is larger than its master says', async () => {
    const bytes = tiffBytes([{ widthPx: 20_000, heightPx: 20_000, bits: 1, stripBytes: 10 }]);
    await expect(decode(bytes, { mediaType: 'image/tiff' })).rejects.toMatchObject({ code: 'page-too-large' });
  });

  it('is a page cut short, not half a page: JPEG without its end, and with its end but without its middle', async () => {
    const bytes = await noisyPage().jpeg().toBuffer();
    const master: Wanted = { mediaType: 'image/jpeg', widthPx: 300, heightPx: 400 };
    await expect(decode(bytes.subarray(0, bytes.length / 2), master)).rejects.toMatchObject({ code: 'file-truncated' });
    await expect(decode(Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.from([0xff, 0xd9])]), master)).rejects.toMatchObject({ code: 'file-truncated' });
  });

  it('is a PNG or TIFF cut short', async () => {
    const master: Wanted = { mediaType: 'image/png', widthPx: 300, heightPx: 400 };
    const png = await noisyPage().png().toBuffer();
    await expect(decode(png.subarray(0, png.length / 2), master)).rejects.toMatchObject({ code: expect.stringMatching(/file-(truncated|corrupt)/) });
    const tiff = tiffBytes([{ widthPx: 300, heightPx: 400, strip: Buffer.alloc(1000), stripBytes: 1000 }]);
    await expect(decode(tiff, { ...master, mediaType: 'image/tiff' })).rejects.toMatchObject({ code: expect.stringMatching(/file-(truncated|corrupt)/) });
  });

  it('does not keep a JPEG with harmless junk in it from being read', async () => {
    const bytes = await fourCorners(96, 96).jpeg({ quality: 95 }).toBuffer();
    const junk = Buffer.concat([bytes.subarray(0, 2), Buffer.from([0x12, 0x34, 0x56]), bytes.subarray(2)]);
    expectNear(corners(await decode(junk, { mediaType: 'image/jpeg', widthPx: 96, heightPx: 96 })), 12);
  });

  it('is nonsense in any codec, and a blob that is gone', async () => {
    const junk = Buffer.alloc(200, 7);
    for (const mediaType of ['image/jpeg', 'image/png', 'image/webp', 'image/tiff', 'image/jp2', 'image/jbig2', 'application/pdf'] as const) {
      await expect(decode(junk, { mediaType }), mediaType).rejects.toMatchObject({ code: expect.stringMatching(/file-(corrupt|truncated)/) });
    }
    const blobs = createFolderBlobs(await makeTempFolder());
    await expect(decodePage({ sha256: 'a'.repeat(64), mediaType: 'image/png', frame: 0, origin: 'file', widthPx: 4, heightPx: 3, dpi: null, orientation: 1 }, blobs)).rejects.toMatchObject({ code: 'original-damaged' });
  });

  it('leaves PDF drawing in order for the next page', async () => {
    await expect(decode(Buffer.from('%PDF-1.4 nothing'), { mediaType: 'application/pdf' })).rejects.toMatchObject({ code: 'file-corrupt' });
    const good = pdfBytes([{ objects: { I: image(40, 30, '/ColorSpace/DeviceRGB/BitsPerComponent 8', fourCornersRaw(40, 30)) } }]);
    await expect(decode(good, { mediaType: 'application/pdf', frame: 7 })).rejects.toMatchObject({ code: 'file-corrupt' });
    expectNear(corners(await decode(good, { mediaType: 'application/pdf' })), 2);
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePage } from '../../../backend/imaging/decode-page.ts';
import { importSource, type ImportedPage, type ImportedSource } from '../../../backend/pipeline/import.ts';
import { pageMasterSchema, type PageMaster } from '../../../backend/pipeline/page-master.ts';
import type { BlobStore } from '../../../backend/pipeline/step-context.ts';
import { FAX, faxPixel, group4, jbig2Segments, JP2 } from '../../support/coded-images.ts';
import { createFolderBlobs, stepContext } from '../../support/folder-blobs.ts';
import { image, pdfBytes, type PdfPageOptions, type PdfStream } from '../../support/pdf-bytes.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { CORNERS, fourCorners, fourCornersRaw, noisyPage, pixelAt } from '../../support/test-pictures.ts';
import { tiffBytes } from '../../support/tiff-bytes.ts';

type Imported = { readonly source: ImportedSource; readonly blobs: BlobStore };

async function importBytes(bytes: Uint8Array, displayName = 'trang 1.jpg'): Promise<Imported> {
  const dir = await makeTempFolder();
  const path = join(dir, 'input');
  await writeFile(path, bytes);
  const blobs = createFolderBlobs(dir);
  const source = await importSource({ path, displayName }, stepContext(blobs));
  expect(Buffer.from(await blobs.get(source.sha256)).equals(Buffer.from(bytes))).toBe(true);
  for (const page of source.pages) if (page.ok) expect(pageMasterSchema.safeParse(page.master).success).toBe(true);
  return { source, blobs };
}

function masterOf(page: ImportedPage | undefined): PageMaster {
  if (page?.ok !== true) throw new Error(`no master: ${JSON.stringify(page)}`);
  return page.master;
}

async function importPdfPage(page: PdfPageOptions, extra: Readonly<Record<number, string | PdfStream>> = {}): Promise<{ readonly master: PageMaster; readonly bytes: Buffer; readonly blobs: BlobStore }> {
  const { source, blobs } = await importBytes(pdfBytes([page], extra), 'sổ.pdf');
  const master = masterOf(source.pages[0]);
  return { master, bytes: Buffer.from(await blobs.get(master.sha256)), blobs };
}

/** A page of 2 × 1.5 inches for the 40 × 30 picture is too small to believe; scale so that it is 20 dpi × n. */
const SHEET = { width: 400, height: 300, content: 'q 400 0 0 300 0 0 cm /I Do Q' } as const;
const FAX_SHEET = { width: 640, height: 480, content: 'q 640 0 0 480 0 0 cm /I Do Q' } as const;

async function expectFax(master: PageMaster, blobs: BlobStore, isInverted = false): Promise<void> {
  const raster = await decodePage(master, blobs);
  const wrong = Array.from({ length: FAX.widthPx * FAX.heightPx }, (_, i) => [i % FAX.widthPx, Math.floor(i / FAX.widthPx)] as const).filter(([x, y]) => pixelAt(raster, x, y)[0] !== (isInverted ? 255 - faxPixel(x, y) : faxPixel(x, y)));
  expect(wrong).toEqual([]);
}

describe('importing image files', () => {
  it('gives one master a file, with its resolution and orientation', async () => {
    const bytes = await sharp({ create: { width: 1240, height: 1754, channels: 3, background: '#fff' } }).withMetadata({ density: 150, orientation: 8 }).jpeg().toBuffer();
    const { source } = await importBytes(bytes);
    expect(source).toMatchObject({ mediaType: 'image/jpeg', sizeBytes: bytes.length });
    expect(source.pages).toEqual([{ ok: true, master: { sha256: source.sha256, mediaType: 'image/jpeg', frame: 0, origin: 'file', widthPx: 1240, heightPx: 1754, dpi: 150, orientation: 8 } }]);
  });

  it('believes the content, not the name', async () => {
    expect((await importBytes(await fourCorners().png().toBuffer(), 'scan.pdf')).source.mediaType).toBe('image/png');
    expect((await importBytes(JP2, 'scan.jpg')).source.pages).toMatchObject([{ ok: true, master: { mediaType: 'image/jp2', widthPx: 16, heightPx: 12 } }]);
  });

  it('gives the pages of a TIFF in order, the broken one named in its place', async () => {
    const bytes = tiffBytes([{ widthPx: 10, heightPx: 10 }, { widthPx: 0, heightPx: 10 }, { widthPx: 30, heightPx: 10 }]);
    const { source } = await importBytes(bytes, 'sổ.tif');
    expect(source.pages).toMatchObject([{ ok: true, master: { frame: 0, widthPx: 10 } }, { ok: false, code: 'file-corrupt', detail: { name: 'sổ.tif', page: 2 }, retry: 'rescan' }, { ok: true, master: { frame: 2, widthPx: 30 } }]);
  });

  it('names pages cut short and keeps the original', async () => {
    const jpeg = await noisyPage().jpeg().toBuffer();
    expect((await importBytes(jpeg.subarray(0, jpeg.length / 2))).source.pages).toMatchObject([{ ok: false, code: 'file-truncated', retry: 'rescan' }]);
    const tiff = tiffBytes([{ widthPx: 100, heightPx: 100 }]);
    expect((await importBytes(tiff.subarray(0, tiff.length - 10))).source.pages).toMatchObject([{ ok: false, code: 'file-truncated' }]);
  });

  it('names a page of a billion pixels without decoding it', async () => {
    const png = Buffer.from(await fourCorners().png().toBuffer());
    png.writeUInt32BE(35_000, 16);
    png.writeUInt32BE(35_000, 20);
    expect((await importBytes(png)).source.pages).toMatchObject([{ ok: false, code: 'page-too-large', detail: { widthPx: 35_000, heightPx: 35_000 } }]);
  });

  it('keeps a GIF as the original and its first picture as a PNG', async () => {
    const { source, blobs } = await importBytes(await fourCorners().gif().toBuffer());
    const master = masterOf(source.pages[0]);
    expect(source.mediaType).toBe('image/gif');
    expect(master).toMatchObject({ mediaType: 'image/png', origin: 'file', widthPx: 40, heightPx: 30 });
    expect(master.sha256).not.toBe(source.sha256);
    expect(pixelAt(await decodePage(master, blobs), 2, 2)).toEqual(CORNERS.topLeft);
  });

  it('stores the same file once and gives the same masters', async () => {
    const dir = await makeTempFolder();
    const path = join(dir, 'a');
    await writeFile(path, await fourCorners().png().toBuffer());
    const blobs = createFolderBlobs(dir);
    const twice = await Promise.all([1, 2].map((copy) => importSource({ path, displayName: `${copy}.png` }, stepContext(blobs))));
    expect(twice[0]).toEqual(twice[1]);
  });
});

describe('files that hold no page', () => {
  const stored = async (bytes: Uint8Array): Promise<{ readonly error: unknown; readonly blobs: BlobStore }> => {
    const dir = await makeTempFolder();
    const path = join(dir, 'input');
    await writeFile(path, bytes);
    const blobs = createFolderBlobs(dir);
    const error: unknown = await importSource({ path, displayName: 'Ảnh.jpg' }, stepContext(blobs)).catch((caught: unknown) => caught);
    return { error, blobs };
  };

  it.each([
    ['nothing', new Uint8Array(), 'empty-file'],
    ['a text', Buffer.from('Đây là một văn bản'), 'not-an-image'],
    ['noise', Buffer.from([0, 1, 2, 3]), 'not-an-image'],
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'heic-not-supported'],
    ['AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0mif1avif', 'latin1'), 'heic-not-supported'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'format-not-supported'],
    ['an old Word file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'format-not-supported'],
    ['a zip', Buffer.from('PK\x05\x06'), 'format-not-supported'],
    ['a GIF of nonsense', Buffer.from('GIF89a\xff\xff\xff\xff', 'latin1'), 'file-corrupt'],
    ['a PDF of nonsense', Buffer.from('%PDF-1.5\nnonsense'), 'file-corrupt'],
  ])('of %s fail with %3$s and are stored all the same', async (_name, bytes, code) => {
    const { error, blobs } = await stored(bytes);
    expect(error).toMatchObject({ code, detail: { name: 'Ảnh.jpg', sizeBytes: bytes.length } });
    const { sha256 } = (error as { readonly detail: { readonly sha256: string } }).detail;
    expect(await blobs.has(sha256)).toBe(true);
  });

  it('that are missing, or folders, are named', async () => {
    const dir = await makeTempFolder();
    const context = stepContext(createFolderBlobs(dir));
    await expect(importSource({ path: join(dir, 'none.jpg'), displayName: 'none.jpg' }, context)).rejects.toMatchObject({ code: 'source-missing' });
    await expect(importSource({ path: dir, displayName: 'folder' }, context)).rejects.toMatchObject({ code: 'source-unreadable' });
  });

  it('are not even stored when the work is cancelled', async () => {
    const dir = await makeTempFolder();
    const path = join(dir, 'a.png');
    await writeFile(path, await fourCorners().png().toBuffer());
    await expect(importSource({ path, displayName: 'a.png' }, stepContext(createFolderBlobs(dir), AbortSignal.abort()))).rejects.toThrow();
  });
});

describe('lifting scans out of PDFs', () => {
  it('takes a JPEG byte for byte, with resolution and rotation from the page', async () => {
    const jpeg = await sharp({ create: { width: 850, height: 1100, channels: 3, background: '#ddd' } }).jpeg().toBuffer();
    const { master, bytes } = await importPdfPage({ rotate: 90, objects: { I: image(850, 1100, '/Filter/DCTDecode/ColorSpace/DeviceRGB/BitsPerComponent 8', jpeg) } });
    expect(master).toMatchObject({ mediaType: 'image/jpeg', origin: 'lifted', frame: 0, widthPx: 850, heightPx: 1100, dpi: 100, orientation: 6 });
    expect(bytes.equals(jpeg)).toBe(true);
  });

  it('takes a JPEG out of a second wrapping', async () => {
    const jpeg = await fourCorners().jpeg().toBuffer();
    const { master, bytes } = await importPdfPage({ ...SHEET, objects: { I: image(40, 30, '/Filter[/FlateDecode/DCTDecode]/ColorSpace/DeviceRGB/BitsPerComponent 8', deflateSync(jpeg)) } });
    expect([master.mediaType, bytes.equals(jpeg)]).toEqual(['image/jpeg', true]);
  });

  it('takes JPEG 2000 byte for byte', async () => {
    const { master, bytes, blobs } = await importPdfPage({ ...SHEET, objects: { I: image(16, 12, '/Filter/JPXDecode', JP2) } });
    expect([master.mediaType, bytes.equals(JP2)]).toEqual(['image/jp2', true]);
    expect(pixelAt(await decodePage(master, blobs), 12, 4)).toEqual([0, 0, 255]);
  });

  it.each([
    ['as it is', '', false],
    ['with black as 1', '/BlackIs1 true', true],
  ])('puts Group 4 into a TIFF %s', async (_name, params, isInverted) => {
    const code = await group4();
    const { master, bytes, blobs } = await importPdfPage({ ...FAX_SHEET, objects: { I: image(FAX.widthPx, FAX.heightPx, `/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns ${FAX.widthPx}${params}>>/ColorSpace/DeviceGray/BitsPerComponent 1`, code) } });
    expect([master.mediaType, bytes.subarray(-code.length).equals(code)]).toEqual(['image/tiff', true]);
    await expectFax(master, blobs, isInverted);
  });

  it('turns Group 4 over where the page does', async () => {
    const { master, blobs } = await importPdfPage({ ...FAX_SHEET, objects: { I: image(FAX.widthPx, FAX.heightPx, `/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns ${FAX.widthPx}>>/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]`, await group4()) } });
    expect(master.origin).toBe('lifted');
    await expectFax(master, blobs, true);
  });

  it('puts JBIG2 into a file of its own, globals first', async () => {
    const segments = await jbig2Segments();
    const globals = Buffer.alloc(0);
    const { master, bytes, blobs } = await importPdfPage({ ...FAX_SHEET, objects: { I: image(FAX.widthPx, FAX.heightPx, '/Filter/JBIG2Decode/DecodeParms<</JBIG2Globals 100 0 R>>/ColorSpace/DeviceGray/BitsPerComponent 1', segments) } }, { 100: { dict: '', data: globals } });
    expect(master.mediaType).toBe('image/jbig2');
    expect(bytes.subarray(13, 13 + segments.length).equals(segments)).toBe(true);
    await expectFax(master, blobs);
  });

  it('makes a PNG of deflated, plain, one-bit and palette samples, without loss', async () => {
    const raw = fourCornersRaw(40, 30);
    for (const object of [image(40, 30, '/Filter/FlateDecode/ColorSpace/DeviceRGB/BitsPerComponent 8', deflateSync(raw)), image(40, 30, '/ColorSpace/DeviceRGB/BitsPerComponent 8', raw)]) {
      const { master, blobs } = await importPdfPage({ ...SHEET, objects: { I: object } });
      expect([master.mediaType, master.origin]).toEqual(['image/png', 'lifted']);
      expect(Buffer.from((await decodePage(master, blobs)).data).equals(raw)).toBe(true);
    }
    const bits = await importPdfPage({ ...SHEET, objects: { I: image(8, 6, '/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]', Buffer.alloc(6, 0xf0)) } });
    const seen = await decodePage(bits.master, bits.blobs);
    expect([pixelAt(seen, 0, 0)[0], pixelAt(seen, 7, 0)[0]]).toEqual([0, 255]);
    const palette = await importPdfPage({ ...SHEET, objects: { I: image(4, 3, '/ColorSpace[/Indexed/DeviceRGB 1 <ff0000 00ff00>]/BitsPerComponent 8', Uint8Array.from([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1])) } });
    expect(palette.master.origin).toBe('lifted');
    expect(pixelAt(await decodePage(palette.master, palette.blobs), 1, 0)).toEqual([0, 255, 0]);
  });

  it('keeps a stream with PNG predictors byte for byte', async () => {
    const rows = Buffer.concat(Array.from({ length: 30 }, (_, y) => Buffer.concat([Buffer.from([0]), fourCornersRaw(40, 30).subarray(y * 120, y * 120 + 120)])));
    const stream = deflateSync(rows);
    const { bytes, master, blobs } = await importPdfPage({ ...SHEET, objects: { I: image(40, 30, '/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 3/Columns 40>>/ColorSpace/DeviceRGB/BitsPerComponent 8', stream) } });
    expect(bytes.includes(stream)).toBe(true);
    expect(Buffer.from((await decodePage(master, blobs)).data).equals(fourCornersRaw(40, 30))).toBe(true);
  });

  it('uses the image of a page that is itself too large', async () => {
    const jpeg = await fourCorners(400, 300).jpeg().toBuffer();
    const { master } = await importPdfPage({ width: 14_400, height: 10_800, content: 'q 14400 0 0 10800 0 0 cm /I Do Q', objects: { I: image(400, 300, '/Filter/DCTDecode/ColorSpace/DeviceRGB/BitsPerComponent 8', jpeg) } });
    expect(master).toMatchObject({ origin: 'lifted', widthPx: 400, dpi: null });
  });

  it('names an image of a billion pixels and a JPEG cut short', async () => {
    const huge = await importBytes(pdfBytes([{ objects: { I: image(35_000, 35_000, '/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 35000>>/ColorSpace/DeviceGray/BitsPerComponent 1', await group4()) } }]));
    expect(huge.source.pages).toMatchObject([{ ok: false, code: 'page-too-large', detail: { widthPx: 35_000, page: 1 } }]);
    const jpeg = await noisyPage().jpeg().toBuffer();
    const cut = await importBytes(pdfBytes([{ ...SHEET, objects: { I: image(300, 400, '/Filter/DCTDecode/ColorSpace/DeviceRGB/BitsPerComponent 8', jpeg.subarray(0, jpeg.length / 2)) } }]));
    expect(cut.source.pages).toMatchObject([{ ok: false, code: 'file-truncated' }]);
  });

  it('works behind an owner password, byte for byte', async () => {
    const jpeg = await fourCorners(850, 1100).jpeg().toBuffer();
    const document = await PDFDocument.create();
    const page = document.addPage([612, 792]);
    page.drawImage(await document.embedJpg(jpeg), { x: 0, y: 0, width: 612, height: 792 });
    document.encrypt({ userPassword: '', ownerPassword: 'chủ', permissions: {} });
    const { source, blobs } = await importBytes(await document.save());
    const master = masterOf(source.pages[0]);
    expect(master).toMatchObject({ mediaType: 'image/jpeg', origin: 'lifted' });
    expect(Buffer.from(await blobs.get(master.sha256)).equals(jpeg)).toBe(true);
  });
});

const GREY_JPEG = await fourCorners().greyscale().jpeg().toBuffer();

describe('drawing PDF pages that are no plain scans', () => {
  it('happens at 300 dpi of the page as it is turned', async () => {
    const { master } = await importPdfPage({ rotate: 90, content: '0 0 100 100 re f' });
    expect(master).toMatchObject({ mediaType: 'application/pdf', origin: 'rendered', frame: 0, widthPx: 3300, heightPx: 2550, dpi: 300, orientation: 1 });
  });

  it.each([
    ['a soft mask', '/SMask 100 0 R'],
    ['a colour key', '/Mask[0 10]'],
    ['an inverted JPEG', '/Decode[1 0]'],
    ['a size that differs from the JPEG', '/Width 41'],
    ['a palette over JPEG', '/ColorSpace[/Indexed/DeviceRGB 1 <ff000000ff00>]'],
  ])('happens with %s', async (_name, more) => {
    const dict = `/Type/XObject/Subtype/Image/Height 30/Filter/DCTDecode/BitsPerComponent 8${more}${more.includes('Width') ? '' : '/Width 40'}${more.includes('ColorSpace') ? '' : '/ColorSpace/DeviceGray'}`;
    const { master } = await importPdfPage({ ...SHEET, objects: { I: { dict, data: GREY_JPEG } } }, { 100: image(1, 1, '/ColorSpace/DeviceGray/BitsPerComponent 8', Uint8Array.from([128])) });
    expect(master.origin).toBe('rendered');
  });

  it('happens with four colours, and with pixels that are not square', async () => {
    const cmyk = await fourCorners().toColourspace('cmyk').jpeg().toBuffer();
    expect((await importPdfPage({ ...SHEET, objects: { I: image(40, 30, '/Filter/DCTDecode/ColorSpace/DeviceCMYK/BitsPerComponent 8', cmyk) } })).master.origin).toBe('rendered');
    expect((await importPdfPage({ objects: { I: image(40, 30, '/Filter/DCTDecode/ColorSpace/DeviceGray/BitsPerComponent 8', GREY_JPEG) } })).master.origin).toBe('rendered');
  });

  it('shows stamps and filled form fields', async () => {
    const appearance: PdfStream = { dict: '/Type/XObject/Subtype/Form/BBox[0 0 100 100]', data: '1 0 0 rg 0 0 100 100 re f' };
    const { master, blobs } = await importPdfPage({ ...SHEET, objects: { I: image(40, 30, '/ColorSpace/DeviceRGB/BitsPerComponent 8', Buffer.alloc(3600, 255)) }, more: '/Annots[<</Type/Annot/Subtype/Stamp/F 4/Rect[0 0 400 300]/AP<</N 100 0 R>>>>]' }, { 100: appearance });
    const raster = await decodePage(master, blobs);
    expect(pixelAt(raster, Math.floor(raster.widthPx / 2), Math.floor(raster.heightPx / 2))).toEqual([255, 0, 0]);
  });

  it('is refused where the print under a stamp would be lost', async () => {
    const page = pdfBytes([{ ...FAX_SHEET, content: `${FAX_SHEET.content} 1 0 0 rg 0 0 50 50 re f`, objects: { I: image(FAX.widthPx, FAX.heightPx, '/Filter/JBIG2Decode/ColorSpace/DeviceGray/BitsPerComponent 1', await jbig2Segments()) } }]);
    expect((await importBytes(page)).source.pages).toMatchObject([{ ok: false, code: 'format-not-supported', detail: { media: 'image/jbig2', page: 1 } }]);
  });

  it('gives a blank page for a page without content', async () => {
    const { master, blobs } = await importPdfPage({ width: 72, height: 72, content: '' });
    expect((await decodePage(master, blobs)).data.every((value) => value === 255)).toBe(true);
  });

  it('is coarser for large sheets, and refused where nothing could be read', async () => {
    const sheet = await importPdfPage({ width: 2384, height: 3370, content: '0 0 9 9 re f' });
    expect(sheet.master.dpi).toBeLessThan(300);
    expect(sheet.master.dpi).toBeGreaterThan(150);
    const wall = await importBytes(pdfBytes([{ width: 14_000, height: 14_000, content: '0 0 9 9 re f' }, { content: '0 0 9 9 re f' }]));
    expect(wall.source.pages).toMatchObject([{ ok: false, code: 'page-too-large', detail: { page: 1 } }, { ok: true }]);
  });

  it('counts the unit of a page that has one', async () => {
    expect((await importPdfPage({ width: 306, height: 396, more: '/UserUnit 2', content: '0 0 9 9 re f' })).master).toMatchObject({ widthPx: 2550, heightPx: 3300 });
  });
});

describe('importing PDFs', () => {
  it('keeps the order of pages, their frames and progress', async () => {
    const dir = await makeTempFolder();
    const path = join(dir, 'a.pdf');
    const jpeg = await fourCorners().jpeg().toBuffer();
    const scan: PdfPageOptions = { ...SHEET, objects: { I: image(40, 30, '/Filter/DCTDecode/ColorSpace/DeviceRGB/BitsPerComponent 8', jpeg) } };
    await writeFile(path, pdfBytes([scan, { content: '0 0 9 9 re f' }, scan]));
    const seen: string[] = [];
    const source = await importSource({ path, displayName: 'a.pdf' }, { ...stepContext(createFolderBlobs(dir)), progress: (done, total) => void seen.push(`${done}/${total}`) });
    expect(source.pages.map((page) => (page.ok ? [page.master.origin, page.master.frame] : page.code))).toEqual([['lifted', 0], ['rendered', 1], ['lifted', 0]]);
    expect(seen).toEqual(['1/3', '2/3', '3/3']);
    expect(source.pages[0]).toEqual(source.pages[2]);
  });

  it('keeps the text layer beside the image', async () => {
    const jpeg = await fourCorners().jpeg().toBuffer();
    const { master } = await importPdfPage({ ...SHEET, content: `${SHEET.content} BT 3 Tr /F 20 Tf 20 200 Td (Khai sinh) Tj ET`, resources: '/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>', objects: { I: image(40, 30, '/Filter/DCTDecode/ColorSpace/DeviceRGB/BitsPerComponent 8', jpeg) } });
    expect(master).toMatchObject({ origin: 'lifted', existingText: 'Khai sinh' });
  });

  it('with a password names it', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    document.encrypt({ userPassword: 'bí mật', ownerPassword: 'chủ' });
    await expect(importBytes(await document.save())).rejects.toMatchObject({ code: 'pdf-password' });
  });

  it('without pages, or cut short, names it', async () => {
    await expect(importBytes(pdfBytes([]))).rejects.toMatchObject({ code: expect.stringMatching(/pdf-no-pages|file-corrupt/) });
    const bytes = pdfBytes([{ content: '0 0 9 9 re f' }, { content: `${'0 0 9 9 re f '.repeat(9000)}` }]);
    await expect(importBytes(bytes.subarray(0, bytes.length / 2))).rejects.toMatchObject({ code: expect.stringMatching(/file-truncated|file-corrupt/) });
  });

  it('with broken cross references, or junk before the header, still comes through', async () => {
    const jpeg = await fourCorners().jpeg().toBuffer();
    const sound = pdfBytes([{ ...SHEET, objects: { I: image(40, 30, '/Filter/DCTDecode/ColorSpace/DeviceRGB/BitsPerComponent 8', jpeg) } }]);
    const broken = Buffer.from(sound.toString('latin1').replace(/startxref\n\d+/, 'startxref\n999999').replaceAll(/\d{10} 00000 n/g, '0000000001 00000 n'), 'latin1');
    expect((await importBytes(broken)).source.pages).toMatchObject([{ ok: true }]);
    expect((await importBytes(Buffer.concat([Buffer.from('junk from a mail gateway\n'), sound]))).source.pages).toMatchObject([{ ok: true }]);
  });

  it('that refers to itself as its own child ends', async () => {
    const loop = Buffer.from(pdfBytes([{ content: '' }]).toString('latin1').replace('/Kids[3 0 R]', '/Kids[2 0 R]'), 'latin1');
    expect((await importBytes(loop)).source.pages).toMatchObject([{ ok: false, code: 'file-corrupt' }]);
  });

  it('stops between pages when cancelled', async () => {
    const dir = await makeTempFolder();
    const path = join(dir, 'a.pdf');
    await writeFile(path, pdfBytes([{ content: '' }, { content: '' }, { content: '' }]));
    const abort = new AbortController();
    const seen: number[] = [];
    const context = { ...stepContext(createFolderBlobs(dir), abort.signal), progress: (done: number) => { seen.push(done); abort.abort(); } };
    await expect(importSource({ path, displayName: 'a.pdf' }, context)).rejects.toThrow();
    expect(seen).toEqual([1]);
  });

  it('never changes the file it reads', async () => {
    const dir = await makeTempFolder();
    const path = join(dir, 'a.pdf');
    const bytes = pdfBytes([{ content: '0 0 9 9 re f' }]);
    await writeFile(path, bytes);
    await importSource({ path, displayName: 'a.pdf' }, stepContext(createFolderBlobs(dir)));
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });
});

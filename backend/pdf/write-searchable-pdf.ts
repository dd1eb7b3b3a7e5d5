// One searchable PDF per record: each page is its picture as it stands (a JPEG, the rows of an indexed PNG, a Group 4 code, or print over
// paper: mixed raster; never decoded and encoded again here) with an invisible text layer over it. Built to PDF/A-2u: embedded glyphless font with
// ToUnicode, sRGB output intent, XMP in step with Info, an ID made from the content, no transparency,
// no script. Streamed page by page; the same input gives the same bytes.
import { deflateSync } from 'node:zlib';
import type { PDFDict, PDFRef } from 'pdf-lib';
import { PDFContext, PDFHexString, PDFString } from 'pdf-lib';
import sharp from 'sharp';
import type { BilevelImage } from './bilevel-image.ts';
import { unwrapIndexedPng } from './lift-png.ts';
import type { GlyphNumbers } from './write-glyphless-font.ts';
import { createGlyphNumbers, writeGlyphlessFont } from './write-glyphless-font.ts';
import type { ByteSink, PdfEnd, PdfFile } from './write-pdf-file.ts';
import { createPdfFile } from './write-pdf-file.ts';
import { SRGB_NAME, srgbProfile } from './write-srgb-profile.ts';
import type { PdfTextLine } from './write-text-layer.ts';
import { decimal, textLayerOperators } from './write-text-layer.ts';
import type { PdfDescription } from './write-xmp.ts';
import { infoDate, withoutControls, xmpPacket } from './write-xmp.ts';

/** Sharp print in one colour over a quiet picture of the paper: the mixed-raster form. */
export type MixedPicture = { readonly background: Uint8Array; /** Its black is where the ink goes. */ readonly mask: BilevelImage; /** Red, green, blue, 0 to 255. */ readonly ink: readonly [number, number, number] };

export type PdfPage = (
  | { /** Baseline or progressive JPEG, grey or RGB, 8 bits. */ readonly jpeg: Uint8Array }
  | { /** Indexed, not interlaced, as lift-png.ts wraps it. */ readonly png: Uint8Array }
  | { readonly bilevel: BilevelImage }
  | { readonly mixed: MixedPicture }
) & {
  /** Of the image (of the mask, where there is one): sets the page's size on paper. */
  readonly dpi: number;
  /** Boxes in pixels of this image. */
  readonly lines: readonly PdfTextLine[];
};

const FONT = 'F';
/** ISO 32000-1 annex C: no page side above 14,400 units. */
const MAX_SIDE_PT = 14_400;

/** A finished document as far as a signature needs it (signing/sign-pdf.ts). */
export type WrittenPdf = { readonly pages: number; readonly end: PdfEnd; readonly catalog: PDFDict; readonly firstPage: WrittenPage };
type WrittenPage = { readonly ref: PDFRef; readonly dict: PDFDict; readonly widthPt: number; readonly heightPt: number };

/** Writes the whole document to `sink`, in order. Throws when a page's image is no JPEG that PDF can hold. */
export async function writeSearchablePdf(description: PdfDescription, pages: AsyncIterable<PdfPage> | Iterable<PdfPage>, sink: ByteSink): Promise<WrittenPdf> {
  const context = PDFContext.create();
  const file = await createPdfFile(context, sink);
  const glyphs = createGlyphNumbers();
  const treeRef = file.reserve();
  const fontRef = file.reserve();
  const pageRefs: PDFRef[] = [];
  let firstPage: WrittenPage | undefined;
  for await (const page of pages) {
    const written = await writePage(file, context, page, { glyphs, treeRef, fontRef });
    firstPage ??= written;
    pageRefs.push(written.ref);
  }
  if (firstPage === undefined) throw new Error('a PDF needs at least one page');
  await writeGlyphlessFont(file, context, fontRef, glyphs);
  await file.add(context.obj({ Type: 'Pages', Kids: pageRefs, Count: pageRefs.length }), treeRef);
  return { pages: pageRefs.length, firstPage, ...(await writeEnd(file, context, treeRef, description)) };
}

async function writePage(file: PdfFile, context: PDFContext, page: PdfPage, shared: { glyphs: GlyphNumbers; treeRef: PDFRef; fontRef: PDFRef }): Promise<WrittenPage> {
  const { widthPx, heightPx, pieces } = await picturesOf(page);
  const dpi = Math.max(page.dpi, (72 * Math.max(widthPx, heightPx)) / MAX_SIDE_PT);
  const widthPt = Number(decimal((widthPx * 72) / dpi));
  const heightPt = Number(decimal((heightPx * 72) / dpi));
  const images: Record<string, PDFRef> = {};
  let drawn = '';
  for (const [index, { bytes, dict, shareX, shareY, colour }] of pieces.entries()) {
    const name = `I${index === 0 ? '' : index}`;
    images[name] = await file.add(context.stream(bytes, { Type: 'XObject', Subtype: 'Image', ...dict }));
    // What a coded picture has beyond its own sides hangs over the page's right and lower edge.
    drawn += `q\n${colour}${decimal(widthPt * shareX)} 0 0 ${decimal(heightPt * shareY)} 0 ${decimal(heightPt - heightPt * shareY)} cm\n/${name} Do\nQ\n`;
  }
  const operators = `${drawn}${textLayerOperators(page.lines, shared.glyphs, { heightPx, dpi, font: FONT })}`;
  const content = await file.add(context.stream(deflateSync(operators), { Filter: 'FlateDecode' }));
  const dict = context.obj({
    Type: 'Page', Parent: shared.treeRef, MediaBox: [0, 0, widthPt, heightPt], Contents: content,
    Resources: { XObject: images, Font: { [FONT]: shared.fontRef } },
  });
  return { ref: await file.add(dict), dict, widthPt, heightPt };
}

type Piece = { readonly bytes: Uint8Array; readonly dict: Readonly<Record<string, LiteralObject | readonly (string | number | PDFHexString)[] | string | number | boolean>>; /** How far it reaches, of the page's sides. */ readonly shareX: number; readonly shareY: number; readonly colour: string };
type LiteralObject = Readonly<Record<string, string | number | boolean>>;

async function picturesOf(page: PdfPage): Promise<{ widthPx: number; heightPx: number; pieces: readonly Piece[] }> {
  if ('jpeg' in page) {
    const { widthPx, heightPx, piece } = await jpegPiece(page.jpeg);
    return { widthPx, heightPx, pieces: [piece] };
  }
  if ('png' in page) {
    const { widthPx, heightPx, bits, palette, idat } = unwrapIndexedPng(page.png);
    const last = palette.length / 3 - 1;
    // PDF took its predictors from PNG: the rows go in byte for byte.
    const dict = { Width: widthPx, Height: heightPx, BitsPerComponent: bits, ColorSpace: ['Indexed', 'DeviceRGB', last, PDFHexString.of(Buffer.from(palette).toString('hex'))], Filter: 'FlateDecode', DecodeParms: { Predictor: 15, Colors: 1, BitsPerComponent: bits, Columns: widthPx } };
    return { widthPx, heightPx, pieces: [{ bytes: idat, dict, shareX: 1, shareY: 1, colour: '' }] };
  }
  if ('bilevel' in page) return { widthPx: page.bilevel.widthPx, heightPx: page.bilevel.heightPx, pieces: [bilevelPiece(page.bilevel, { ColorSpace: 'DeviceGray' }, '')] };
  const { background, mask, ink } = page.mixed;
  const colour = `${ink.map((part) => decimal(part / 255)).join(' ')} rg\n`;
  return { widthPx: mask.widthPx, heightPx: mask.heightPx, pieces: [(await jpegPiece(background)).piece, bilevelPiece(mask, { ImageMask: true }, colour)] };
}

async function jpegPiece(jpeg: Uint8Array): Promise<{ widthPx: number; heightPx: number; piece: Piece }> {
  const { widthPx, heightPx, channels } = await jpegFacts(jpeg);
  const dict = { Width: widthPx, Height: heightPx, BitsPerComponent: 8, ColorSpace: channels === 1 ? 'DeviceGray' : 'DeviceRGB', Filter: 'DCTDecode' };
  return { widthPx, heightPx, piece: { bytes: jpeg, dict, shareX: 1, shareY: 1, colour: '' } };
}

const bilevelPiece = (image: BilevelImage, more: Piece['dict'], colour: string): Piece => ({
  bytes: image.bytes, colour, shareX: image.codedWidthPx / image.widthPx, shareY: image.codedHeightPx / image.heightPx,
  dict: {
    Width: image.codedWidthPx, Height: image.codedHeightPx, BitsPerComponent: 1, ...more, Filter: 'CCITTFaxDecode',
    DecodeParms: { K: -1, Columns: image.codedWidthPx, Rows: image.codedHeightPx, BlackIs1: image.blackIs1 },
  },
});

async function jpegFacts(jpeg: Uint8Array): Promise<{ widthPx: number; heightPx: number; channels: 1 | 3 }> {
  const facts = await sharp(jpeg).metadata();
  if (facts.format !== 'jpeg') throw new Error(`a PDF page needs a JPEG, not ${facts.format}`);
  if (facts.channels !== 1 && facts.channels !== 3) throw new Error(`a JPEG of ${facts.channels} channels cannot go into this PDF`);
  return { widthPx: facts.width, heightPx: facts.height, channels: facts.channels };
}

async function writeEnd(file: PdfFile, context: PDFContext, treeRef: PDFRef, description: PdfDescription): Promise<{ end: PdfEnd; catalog: PDFDict }> {
  const safe = { ...description, title: withoutControls(description.title).normalize('NFC') };
  const profile = srgbProfile();
  const profileRef = await file.add(context.stream(deflateSync(profile), { N: 3, Filter: 'FlateDecode' }));
  const intent = await file.add(
    context.obj({ Type: 'OutputIntent', S: 'GTS_PDFA1', OutputConditionIdentifier: PDFString.of(SRGB_NAME), Info: PDFString.of(SRGB_NAME), DestOutputProfile: profileRef }),
  );
  // Uncompressed, as PDF/A asks, so that an archive finds it without a PDF reader.
  const metadata = await file.add(context.stream(Buffer.from(xmpPacket(safe), 'utf8'), { Type: 'Metadata', Subtype: 'XML' }));
  const info = await file.add(
    context.obj({
      Title: PDFHexString.fromText(safe.title),
      ...(safe.subject === undefined ? {} : { Subject: PDFHexString.fromText(withoutControls(safe.subject)) }),
      Creator: PDFHexString.fromText(safe.producer), Producer: PDFHexString.fromText(safe.producer),
      CreationDate: PDFString.of(infoDate(safe.createdAt)), ModDate: PDFString.of(infoDate(safe.createdAt)),
    }),
  );
  const catalog = context.obj({
    Type: 'Catalog', Pages: treeRef, Metadata: metadata, OutputIntents: [intent], Lang: PDFString.of('vi-VN'),
    ViewerPreferences: { DisplayDocTitle: true },
  });
  return { end: await file.finish(await file.add(catalog), info), catalog };
}

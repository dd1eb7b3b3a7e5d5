// A drawn font in a PDF, for what people read on the page: the signature block, printed forms. The glyphs in
// use are taken out of a TrueType file and embedded as a Type 0 font with Identity-H, widths and ToUnicode
// (PDF/A-2u 6.2.11). Text is laid out by advance widths: composed Vietnamese letters have glyphs of their
// own in the fonts we ship (resources/fonts), so nothing need be shaped.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import type { PDFContext, PDFObject, PDFRef } from 'pdf-lib';
import { PDFString } from 'pdf-lib';
import { hex4, toUnicodeMap } from './to-unicode.ts';

// fontkit comes without types; this is the part used here.
type FontGlyph = { readonly id: number; readonly advanceWidth: number };
type FontSubset = { includeGlyph(glyph: FontGlyph): number; encode(): Uint8Array };
type FontFile = {
  readonly unitsPerEm: number; readonly ascent: number; readonly descent: number; readonly capHeight: number;
  readonly bbox: { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number };
  hasGlyphForCodePoint(code: number): boolean;
  glyphForCodePoint(code: number): FontGlyph;
  createSubset(): FontSubset;
};
const fontkit = createRequire(import.meta.url)('fontkit') as { create(bytes: Buffer): FontFile };

/** Tinos: the widths and the look of Times New Roman (SIL Open Font License 1.1). */
export const TIMES_LIKE = fileURLToPath(new URL('../../resources/fonts/tinos-regular.ttf', import.meta.url));

export type DrawnFont = {
  /** Hex codes for Tj; what the font cannot show becomes a question mark. */
  encode(text: string): string;
  widthPt(text: string, sizePt: number): number;
  /** Writes the font with the glyphs encoded so far. `add` gives each object its number. */
  write(context: PDFContext, add: (object: PDFObject, ref?: PDFRef) => PDFRef | Promise<PDFRef>, ref?: PDFRef): Promise<PDFRef>;
};

const opened = new Map<string, FontFile>();

function openFont(path: string): FontFile {
  const known = opened.get(path) ?? fontkit.create(readFileSync(path));
  opened.set(path, known);
  return known;
}

export function createDrawnFont(path: string = TIMES_LIKE): DrawnFont {
  const font = openFont(path);
  const subset = font.createSubset();
  const used = new Map<number, { text: string; width: number }>();
  const glyphsOf = (text: string): { character: string; glyph: FontGlyph }[] =>
    [...text.normalize('NFC').toWellFormed()].map((wanted) => {
      const character = font.hasGlyphForCodePoint(wanted.codePointAt(0) ?? 63) ? wanted : '?';
      return { character, glyph: font.glyphForCodePoint(character.codePointAt(0) ?? 63) };
    });
  const thousandths = (glyph: FontGlyph): number => Math.round((glyph.advanceWidth * 1000) / font.unitsPerEm);
  return {
    encode: (text) =>
      glyphsOf(text).map(({ character, glyph }) => {
        const id = subset.includeGlyph(glyph);
        used.set(id, { text: character, width: thousandths(glyph) });
        return hex4(id);
      }).join(''),
    widthPt: (text, sizePt) => (glyphsOf(text).reduce((sum, { glyph }) => sum + thousandths(glyph), 0) * sizePt) / 1000,
    write: (context, add, ref) => writeFont({ font, program: Buffer.from(subset.encode()), used }, context, add, ref),
  };
}

type SubsetFont = { readonly font: FontFile; readonly program: Buffer; readonly used: ReadonlyMap<number, { readonly text: string; readonly width: number }> };

async function writeFont({ font, program, used }: SubsetFont, context: PDFContext, add: (object: PDFObject, ref?: PDFRef) => PDFRef | Promise<PDFRef>, ref?: PDFRef): Promise<PDFRef> {
  const scale = (value: number): number => Math.round((value * 1000) / font.unitsPerEm);
  const tag = [...createHash('sha256').update(program).digest().subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
  const name = `${tag}+Tinos`;
  const programRef = await add(context.stream(deflateSync(program), { Filter: 'FlateDecode', Length1: program.length }));
  const descriptor = await add(context.obj({
    Type: 'FontDescriptor', FontName: name, Flags: 6, FontBBox: [scale(font.bbox.minX), scale(font.bbox.minY), scale(font.bbox.maxX), scale(font.bbox.maxY)],
    ItalicAngle: 0, Ascent: scale(font.ascent), Descent: scale(font.descent), CapHeight: scale(font.capHeight), StemV: 80, FontFile2: programRef,
  }));
  const glyphs = [...used].toSorted(([a], [b]) => a - b);
  const descendant = await add(context.obj({
    Type: 'Font', Subtype: 'CIDFontType2', BaseFont: name, CIDToGIDMap: 'Identity', FontDescriptor: descriptor, DW: 1000,
    W: glyphs.flatMap(([id, { width }]) => [id, [width]]),
    CIDSystemInfo: context.obj({ Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 }),
  }));
  const map = await add(context.flateStream(toUnicodeMap(glyphs.map(([id, { text }]) => [id, text]))));
  return add(context.obj({ Type: 'Font', Subtype: 'Type0', BaseFont: name, Encoding: 'Identity-H', DescendantFonts: [descendant], ToUnicode: map }), ref);
}

// The font of the invisible text layer. Nothing of it is ever drawn, so it has no outlines: a
// TrueType program of empty glyphs, all half an em wide, and a ToUnicode map that says which
// character each glyph stands for. A few hundred bytes do for a whole document, where a subset of a
// real font takes 20 KB a page, and any character of Unicode can be written. The program is embedded
// although PDF/A-2 exempts invisible text (6.2.11.4.1): viewers then never look for a substitute.
import { deflateSync } from 'node:zlib';
import type { PDFContext, PDFDict, PDFRef } from 'pdf-lib';
import { PDFString } from 'pdf-lib';
import { toUnicodeMap } from './to-unicode.ts';
import type { PdfFile } from './write-pdf-file.ts';

/** Thousandths of an em: the width of every glyph. */
export const GLYPH_WIDTH = 500;
const UNITS_PER_EM = 1000;
const ASCENT = 800;
const DESCENT = -200;
const NAME = 'SoHoaGlyphless';

export type GlyphNumbers = {
  /** Hex codes for the PDF text operators; characters that may not be mapped are left out. */
  encode(text: string): { hex: string; count: number };
  /** Characters in the order of their glyph numbers, from 1. */
  characters(): readonly string[];
};

export function createGlyphNumbers(): GlyphNumbers {
  const numbers = new Map<string, number>();
  return {
    encode: (text) => {
      let hex = '';
      let count = 0;
      for (const character of text.toWellFormed()) {
        if (isForbidden(character)) continue;
        const number = numbers.get(character) ?? numbers.size + 1;
        if (number > 0xfffe) continue;
        numbers.set(character, number);
        hex += number.toString(16).padStart(4, '0');
        count += 1;
      }
      return { hex, count };
    },
    characters: () => [...numbers.keys()],
  };
}

/** PDF/A-2u 6.2.11.7.2 forbids U+0000, U+FEFF and U+FFFE; other controls have no business in a text layer. */
function isForbidden(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0xfeff || code === 0xfffe || code === 0xffff;
}

/** Adds the Type 0 font under `ref` and all that hangs on it. */
export async function writeGlyphlessFont(file: PdfFile, context: PDFContext, ref: PDFRef, glyphs: GlyphNumbers): Promise<void> {
  const characters = glyphs.characters();
  const program = trueTypeProgram(characters.length + 1);
  const packed = deflateSync(program);
  const programRef = await file.add(context.stream(packed, { Filter: 'FlateDecode', Length1: program.length }));
  const descriptor = await file.add(
    context.obj({
      Type: 'FontDescriptor', FontName: NAME, Flags: 5, FontBBox: [0, DESCENT, GLYPH_WIDTH, ASCENT],
      ItalicAngle: 0, Ascent: ASCENT, Descent: DESCENT, CapHeight: ASCENT, StemV: 80, FontFile2: programRef,
    }),
  );
  const descendant = context.obj({
    Type: 'Font', Subtype: 'CIDFontType2', BaseFont: NAME, CIDToGIDMap: 'Identity', DW: GLYPH_WIDTH, FontDescriptor: descriptor,
    CIDSystemInfo: identitySystemInfo(context),
  });
  const descendantRef = await file.add(descendant);
  const map = await file.add(context.flateStream(toUnicodeMap(characters.map((character, index) => [index + 1, character]))));
  await file.add(
    context.obj({ Type: 'Font', Subtype: 'Type0', BaseFont: NAME, Encoding: 'Identity-H', DescendantFonts: [descendantRef], ToUnicode: map }),
    ref,
  );
}

function identitySystemInfo(context: PDFContext): PDFDict {
  return context.obj({ Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 });
}

/** The tables that ISO 32000-1 9.9 asks of an embedded CIDFontType2, each as small as it can be. */
function trueTypeProgram(glyphCount: number): Buffer {
  const head = table(54, [[0, 0x00010000], [4, 0x00010000], [12, 0x5f0f3cf5]], [[16, 0x000b], [18, UNITS_PER_EM], [38, DESCENT], [40, GLYPH_WIDTH], [42, ASCENT], [46, 8], [48, 2]]);
  const hhea = table(36, [[0, 0x00010000]], [[4, ASCENT], [6, DESCENT], [10, GLYPH_WIDTH], [34, 1]]);
  const maxp = table(32, [[0, 0x00010000]], [[4, glyphCount], [14, 2]]);
  const post = table(32, [[0, 0x00030000]], []);
  // One advance width for all; the side bearings and the glyph offsets after it are zeros: empty glyphs.
  const hmtx = table(4 + 2 * (glyphCount - 1), [], [[0, GLYPH_WIDTH]]);
  const loca = Buffer.alloc(2 * (glyphCount + 1));
  const tables: readonly (readonly [string, Buffer])[] = [
    ['glyf', Buffer.alloc(4)], ['head', head], ['hhea', hhea], ['hmtx', hmtx], ['loca', loca], ['maxp', maxp], ['post', post],
  ];
  const font = assemble(tables);
  const headAt = 12 + 16 * tables.length + padded(tables[0]?.[1].length ?? 0);
  font.writeUInt32BE((0xb1b0afba - sum(font)) >>> 0, headAt + 8);
  return font;
}

function table(length: number, longs: readonly (readonly [number, number])[], shorts: readonly (readonly [number, number])[]): Buffer {
  const bytes = Buffer.alloc(length);
  for (const [at, value] of longs) bytes.writeUInt32BE(value, at);
  for (const [at, value] of shorts) bytes.writeUInt16BE(value & 0xffff, at);
  return bytes;
}

function assemble(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const directory = Buffer.alloc(12 + 16 * tables.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tables.length, 4);
  // searchRange, entrySelector and rangeShift for 4 to 7 tables.
  directory.writeUInt16BE(64, 6);
  directory.writeUInt16BE(2, 8);
  directory.writeUInt16BE(16 * tables.length - 64, 10);
  let offset = directory.length;
  tables.forEach(([tag, bytes], index) => {
    const at = 12 + 16 * index;
    directory.write(tag, at, 'latin1');
    directory.writeUInt32BE(sum(pad(bytes)), at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(bytes.length, at + 12);
    offset += padded(bytes.length);
  });
  return Buffer.concat([directory, ...tables.map(([, bytes]) => pad(bytes))]);
}

const padded = (length: number): number => (length + 3) & ~3;
const pad = (bytes: Buffer): Buffer => Buffer.concat([bytes], padded(bytes.length));

function sum(bytes: Buffer): number {
  let total = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) total = (total + bytes.readUInt32BE(at)) >>> 0;
  return total;
}

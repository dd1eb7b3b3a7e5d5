// Does a PDF still carry what makes it an archive copy (PDF/A-2u)? Not a validator: the marks that our
// writer puts into every file and that a program which saved the PDF again is likely to have lost.
import type { PDFDocument } from 'pdf-lib';
import { PDFArray, PDFDict, PDFName, PDFRawStream, PDFRef, decodePDFRawStream } from 'pdf-lib';

export type ArchivalProblem = 'no-output-intent' | 'no-archive-mark' | 'no-file-id' | 'encrypted' | 'font-without-unicode' | 'forbidden-characters' | 'bytes-after-the-end';

/** The first problem found; null when there is none. `bytes` are the file's, `document` the same file opened. */
export function archivalProblem(bytes: Uint8Array, document: PDFDocument): ArchivalProblem | null {
  const { catalog, context } = document;
  if (context.trailerInfo.Encrypt !== undefined) return 'encrypted';
  if (context.trailerInfo.ID === undefined) return 'no-file-id';
  const intents = catalog.lookup(PDFName.of('OutputIntents'));
  if (!(intents instanceof PDFArray) || intents.size() === 0) return 'no-output-intent';
  if (!/pdfaid:part(?:>|\s*=\s*["'])\s*[23]/.test(metadata(document))) return 'no-archive-mark';
  const fonts = context.enumerateIndirectObjects().flatMap(([, object]) => (object instanceof PDFDict && isComposite(object) ? [object] : []));
  if (fonts.some((font) => !font.has(PDFName.of('ToUnicode')))) return 'font-without-unicode';
  if (fonts.some(hasForbiddenCharacters)) return 'forbidden-characters';
  return /%%EOF\r?\n?$/.test(Buffer.from(bytes.subarray(-16)).toString('latin1')) ? null : 'bytes-after-the-end';
}

const isComposite = (font: PDFDict): boolean => font.get(PDFName.of('Type')) === PDFName.of('Font') && font.get(PDFName.of('Subtype')) === PDFName.of('Type0');

/** Does its map lead a glyph to U+0000, U+FEFF or U+FFFE, which PDF/A-2u forbids (6.2.11.7.2)? */
function hasForbiddenCharacters(font: PDFDict): boolean {
  const stream = font.lookup(PDFName.of('ToUnicode'));
  if (!(stream instanceof PDFRawStream)) return false;
  const map = Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1');
  const targets = [...map.matchAll(/beginbf(char|range)([\s\S]*?)endbf/g)].flatMap(([, kind, block = '']) => {
    const pattern = kind === 'char' ? /<[^>]*>\s*<([^>]*)>/g : /<[^>]*>\s*<[^>]*>\s*(<[^>]*>|\[[^\]]*\])/g;
    return [...block.matchAll(pattern)].flatMap(([, target = '']) => target.replace(/[<>[\]]/g, ' ').split(/\s+/));
  });
  return targets.some((target) => (target.match(/.{4}/g) ?? []).some((unit) => /^(?:0000|FEFF|FFFE)$/i.test(unit)));
}

function metadata({ catalog, context }: PDFDocument): string {
  const reference = catalog.get(PDFName.of('Metadata'));
  const stream = reference instanceof PDFRef ? context.lookup(reference) : undefined;
  return stream instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(stream).decode()).toString('utf8') : '';
}

// The file layout of a PDF (header, numbered objects, cross-reference table, trailer), written as a
// stream: an object leaves memory as soon as it is added, so a book of thousands of pages costs no
// more than its largest page. The objects themselves are pdf-lib's, which know how to spell
// themselves. The file ID is the hash of everything written, so the same content gives the same bytes.
import { createHash } from 'node:crypto';
import type { PDFObject, PDFContext } from 'pdf-lib';
import { PDFRef } from 'pdf-lib';

export type ByteSink = (bytes: Uint8Array) => Promise<void>;

export type PdfFile = {
  /** A number for an object that will be added later. */
  reserve(): PDFRef;
  /** Writes the object under the number, or under a new one. */
  add(object: PDFObject, ref?: PDFRef): Promise<PDFRef>;
  finish(root: PDFRef, info: PDFRef): Promise<PdfEnd>;
};

/** What an incremental update has to know of the file it goes on from. */
export type PdfEnd = { readonly root: PDFRef; readonly info: PDFRef; /** Objects, numbered from 1. */ readonly objects: number; /** Hex. */ readonly id: string; readonly startOfTable: number; readonly sizeBytes: number };

/** `context` is only pdf-lib's factory of objects; nothing is registered in it. */
export async function createPdfFile(context: PDFContext, sink: ByteSink): Promise<PdfFile> {
  const offsets: number[] = [];
  const hash = createHash('sha256');
  let position = 0;

  const write = async (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes);
    position += bytes.length;
    await sink(bytes);
  };
  const reserve = (): PDFRef => {
    offsets.push(-1);
    return PDFRef.of(offsets.length);
  };

  // 1.7, and the comment of four bytes above 127 that PDF/A asks for.
  await write(Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1'));

  return {
    reserve,
    add: async (object, ref = reserve()) => {
      offsets[ref.objectNumber - 1] = position;
      await write(Buffer.concat([Buffer.from(`${ref.objectNumber} 0 obj\n`, 'latin1'), spell(object), Buffer.from('\nendobj\n', 'latin1')]));
      return ref;
    },
    finish: async (root, info) => {
      const missing = offsets.indexOf(-1);
      if (missing >= 0) throw new Error(`PDF object ${missing + 1} was reserved and never added`);
      const startOfTable = position;
      const id = hash.copy().digest('hex').slice(0, 32).toUpperCase();
      const trailer = context.obj({ Size: offsets.length + 1, Root: root, Info: info });
      const idText = `/ID [ <${id}> <${id}> ]\n>>`;
      const trailerText = Buffer.from(spell(trailer)).toString('latin1').replace(/>>$/, idText);
      await write(Buffer.from(`${crossReferences(offsets)}trailer\n${trailerText}\nstartxref\n${startOfTable}\n%%EOF\n`, 'latin1'));
      return { root, info, objects: offsets.length, id, startOfTable, sizeBytes: position };
    },
  };
}

/** An object in the bytes of a file. */
export function spell(object: PDFObject): Uint8Array {
  const bytes = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(bytes, 0);
  return bytes;
}

/** Each entry is exactly 20 bytes (ISO 32000-1, 7.5.4). */
function crossReferences(offsets: readonly number[]): string {
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n\r\n`);
  return `xref\n0 ${offsets.length + 1}\n0000000000 65535 f\r\n${entries.join('')}`;
}

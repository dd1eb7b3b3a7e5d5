// Signs a PDF that was just written, as an incremental update behind its end: not a byte of what stands is
// changed, so anybody can take the update away and has the document as it was. Streamed like the document:
// its hash is taken while it is written, the update is small, the signature covers all but its own place
// (PAdES baseline B-B or B-T, ETSI EN 319 142-1; still PDF/A-2u: ISO 19005-2, 6.4.3).
import { createHash } from 'node:crypto';
import type { PDFObject } from 'pdf-lib';
import { PDFContext, PDFDict, PDFHexString, PDFName, PDFRef, PDFString } from 'pdf-lib';
import type { ByteSink } from '../write-pdf-file.ts';
import { spell } from '../write-pdf-file.ts';
import type { WrittenPdf } from '../write-searchable-pdf.ts';
import { decimal } from '../write-text-layer.ts';
import { withoutControls } from '../write-xmp.ts';
import { cmsSignature } from './cms-signature.ts';
import { vietnameseTime, writeSignatureBlock } from './signature-block.ts';
import type { Signer } from './signer.ts';
import { certificateFacts } from './signer.ts';
import type { TimestampSource } from './timestamp.ts';

export type PdfSigning = {
  readonly signer: Signer;
  /** Without one the signature is B-B. */
  readonly timestamp?: TimestampSource;
  /** Shown and written instead of the certificate's own name. */
  readonly name?: string;
  /** In what role: "Người quản trị số hoá", "Cơ quan lưu trữ" … */
  readonly role?: string;
  /** The moment of signing; the present by default. */
  readonly now?: () => Date;
};

/** Room for the CMS beside its certificates, and for a time stamp with the certificates of its authority. */
const CMS_BYTES = 3_000;
const TIMESTAMP_BYTES = 12_000;
const RANGE_WIDTH = 10;
const CONTENTS = '/Contents <';

/** A sink that takes the hash of what goes through; `write` is the real one. */
export function createSignedSink(write: ByteSink): { readonly sink: ByteSink; finish(pdf: WrittenPdf, signing: PdfSigning): Promise<void> } {
  const hash = createHash('sha256');
  return {
    sink: async (bytes) => {
      hash.update(bytes);
      await write(bytes);
    },
    finish: async (pdf, signing) => {
      const { before, roomBytes, after } = await increment(pdf, signing);
      const digest = hash.copy().update(before).update(after).digest();
      const cms = Buffer.from(await cmsSignature(digest, signing.signer, signing.timestamp));
      if (cms.length > roomBytes) throw new Error(`a signature of ${cms.length} bytes does not fit into ${roomBytes}`);
      await write(before);
      await write(Buffer.from(`<${cms.toString('hex').toUpperCase().padEnd(2 * roomBytes, '0')}>`, 'latin1'));
      await write(after);
    },
  };
}

/** The update in two pieces around the place of the signature; the angle brackets belong to that place. */
async function increment(pdf: WrittenPdf, signing: PdfSigning): Promise<{ before: Buffer; roomBytes: number; after: Buffer }> {
  const roomBytes = CMS_BYTES + [signing.signer.certificate, ...signing.signer.chain].reduce((sum, der) => sum + der.length, 0) + (signing.timestamp === undefined ? 0 : TIMESTAMP_BYTES);
  const { objects, signatureRef } = await updateObjects(pdf, signing);
  const start = pdf.end.sizeBytes;
  const offsets = new Map<number, number>();
  const pieces: Buffer[] = [];
  let position = start;
  let contentsAt = 0;
  for (const [number, bytes] of objects) {
    offsets.set(number, position);
    const isSignature = number === signatureRef.objectNumber;
    const text = isSignature ? withRoom(bytes, roomBytes) : bytes;
    if (isSignature) contentsAt = position + `${number} 0 obj\n`.length + text.indexOf(CONTENTS) + CONTENTS.length - 1;
    const piece = Buffer.concat([Buffer.from(`${number} 0 obj\n`, 'latin1'), text, Buffer.from('\nendobj\n', 'latin1')]);
    pieces.push(piece);
    position += piece.length;
  }
  const update = Buffer.concat([...pieces, Buffer.from(trailer(pdf, offsets, position), 'latin1')]);
  const contentsEnd = contentsAt + 2 * roomBytes + 2;
  const end = start + update.length;
  fillRange(update, [0, contentsAt, contentsEnd, end - contentsEnd]);
  return { before: update.subarray(0, contentsAt - start), roomBytes, after: update.subarray(contentsEnd - start) };
}

/** Everything in the update, spelled; page and catalog keep their numbers. */
async function updateObjects({ end, catalog, firstPage }: WrittenPdf, { signer, name, role, now = () => new Date() }: PdfSigning): Promise<{ objects: Map<number, Buffer>; signatureRef: PDFRef }> {
  const context = PDFContext.create();
  const objects = new Map<number, Buffer>();
  let last = end.objects;
  const add = (object: PDFObject, ref: PDFRef = PDFRef.of((last += 1))): PDFRef => {
    objects.set(ref.objectNumber, Buffer.from(spell(object)));
    return ref;
  };
  const at = now();
  const signerName = withoutControls(name ?? certificateFacts(signer.certificate).name).normalize('NFC');
  const block = await writeSignatureBlock({ name: signerName, at }, firstPage, context, add);
  const signatureRef = add(context.obj({
    Type: 'Sig', Filter: 'Adobe.PPKLite', SubFilter: 'ETSI.CAdES.detached', M: PDFString.of(vietnameseTime(at).pdf), Name: PDFHexString.fromText(signerName),
    ...(role === undefined ? {} : { Reason: PDFHexString.fromText(withoutControls(role).normalize('NFC')) }),
  }));
  const field = add(context.obj({
    Type: 'Annot', Subtype: 'Widget', FT: 'Sig', T: PDFHexString.fromText('ChuKySo'), V: signatureRef, P: firstPage.ref, F: 132, Rect: block.rect.map((value) => Number(decimal(value))), AP: { N: block.appearance },
  }));
  add(changed(firstPage.dict, { Annots: context.obj([field]) }), firstPage.ref);
  add(changed(catalog, { AcroForm: context.obj({ Fields: [field], SigFlags: 3 }) }), end.root);
  return { objects: new Map([...objects].toSorted(([a], [b]) => a - b)), signatureRef };
}

function changed(dict: PDFDict, more: Readonly<Record<string, PDFObject>>): PDFDict {
  const copy = PDFDict.withContext(PDFContext.create());
  for (const [key, value] of dict.entries()) copy.set(key, value);
  for (const [key, value] of Object.entries(more)) copy.set(PDFName.of(key), value);
  return copy;
}

/** The places of the byte range and of the signature are written by hand: their lengths must be known before their contents. */
function withRoom(signature: Buffer, roomBytes: number): Buffer {
  const text = signature.toString('latin1').replace(/>>\s*$/, '');
  return Buffer.from(`${text}/ByteRange [${'0'.repeat(RANGE_WIDTH)} ${'0'.repeat(RANGE_WIDTH)} ${'0'.repeat(RANGE_WIDTH)} ${'0'.repeat(RANGE_WIDTH)}]\n${CONTENTS}${'0'.repeat(2 * roomBytes)}>\n>>`, 'latin1');
}

function fillRange(update: Buffer, range: readonly number[]): void {
  const place = `/ByteRange [${Array.from({ length: 4 }, () => '0'.repeat(RANGE_WIDTH)).join(' ')}]`;
  const text = `/ByteRange [${range.join(' ')}`;
  update.write(`${text}${' '.repeat(place.length - text.length - 1)}]`, update.indexOf(place), 'latin1');
}

/** A cross-reference section of the objects in this update (ISO 32000-1, 7.5.6). */
function trailer({ end }: WrittenPdf, offsets: ReadonlyMap<number, number>, startOfTable: number): string {
  const sections = [...offsets].map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n\r\n`).join('');
  const size = Math.max(...offsets.keys()) + 1;
  const changedId = createHash('sha256').update(`${end.id} signed`).digest('hex').slice(0, 32).toUpperCase();
  return `xref\n${sections}trailer\n<<\n/Size ${size}\n/Root ${end.root.toString()}\n/Info ${end.info.toString()}\n/Prev ${end.startOfTable}\n/ID [ <${end.id}> <${changedId}> ]\n>>\nstartxref\n${startOfTable}\n%%EOF\n`;
}

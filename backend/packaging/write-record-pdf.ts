// One record's pages as one searchable PDF, its pictures made ready ahead of the writing.
import { availableParallelism } from 'node:os';
import type { BlobStore } from '../pipeline/step-context.ts';
import type { PackageInput, PackagePage, PackageRecord } from './package-input.ts';
import type { PlannedRecord } from './plan-package.ts';
import type { PdfPage } from '../pdf/write-searchable-pdf.ts';
import type { PdfSigning } from '../pdf/signing/sign-pdf.ts';
import { writeSearchablePdf } from '../pdf/write-searchable-pdf.ts';
import type { PdfTextLine } from '../pdf/write-text-layer.ts';
import type { PictureUse } from './choose-picture.ts';
import { choosePicture } from './choose-picture.ts';
import { correctedLines } from './corrected-text.ts';
import type { Gate } from './map-ahead.ts';
import { mapAhead } from './map-ahead.ts';
import { SOFTWARE_AGENT } from './software-agent.ts';

export type RecordPdf = {
  readonly record: PackageRecord;
  readonly title: string;
  readonly createdAt: string;
  /** How a page's picture is chosen (choose-picture.ts). */
  readonly images: PictureUse;
  readonly signing?: PdfSigning;
};

/** Civil-status files have small pictures and go unsigned; all others are archive copies, signed where there is a key. */
export const recordPdfOf = ({ record, title }: PlannedRecord, { createdAt, profile, signature, isMixedRaster }: PackageInput): RecordPdf => ({
  record, title, createdAt,
  ...(profile === 'ho-tich' ? { images: 'small' } : { images: isMixedRaster === true ? 'archive-mixed' : 'archive', ...(signature === undefined ? {} : { signing: signature.signing }) }),
});

/** A picture under way holds some 30 MB; the thread pool that encodes them has four threads. */
export const RECORDS_AT_A_TIME = Math.min(4, availableParallelism() + 1);

/** Pages of one record that may be under way at a time. */
const PAGES_AHEAD = 4;

/** `gate` bounds the pictures that are worked on at a time, over all records. */
export async function writeRecordPdf(write: (bytes: Uint8Array) => Promise<void>, pdf: RecordPdf, gate: Gate, context: { blobs: BlobStore; signal: AbortSignal }): Promise<void> {
  const pages = mapAhead(pdf.record.pages, PAGES_AHEAD, (page, index) => gate(() => pdfPage(pdf, page, index + 1, context)));
  const description = { title: pdf.title, createdAt: pdf.createdAt, producer: SOFTWARE_AGENT };
  if (pdf.signing === undefined) return void (await writeSearchablePdf(description, pages, write));
  const signed = (await import('../pdf/signing/sign-pdf.ts')).createSignedSink(write);
  await signed.finish(await writeSearchablePdf(description, pages, signed.sink), pdf.signing);
}

async function pdfPage(pdf: RecordPdf, page: PackagePage, number: number, context: { blobs: BlobStore; signal: AbortSignal }): Promise<PdfPage> {
  context.signal.throwIfAborted();
  const { picture, dpi, widthPx, heightPx } = await choosePicture(page, pdf.images, context.blobs);
  return { ...picture, dpi, lines: textLines(pdf.record, page, number, { widthPx, heightPx }) };
}

/** The reading's lines, corrected, in pixels of the image that goes into the file. */
function textLines(record: PackageRecord, page: PackagePage, number: number, image: { widthPx: number; heightPx: number }): readonly PdfTextLine[] {
  const { reading } = page;
  if (reading === null) return [];
  const scaleX = image.widthPx / reading.widthPx;
  const scaleY = image.heightPx / reading.heightPx;
  return correctedLines(reading.lines, record.fields, number).map((line) => ({
    words: line.words.map(({ text, box }) => ({ text, box: [box[0] * scaleX, box[1] * scaleY, box[2] * scaleX, box[3] * scaleY] as const })),
  }));
}

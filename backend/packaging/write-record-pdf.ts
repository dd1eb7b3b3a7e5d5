// One record's pages as one searchable PDF on disk.
import { open } from 'node:fs/promises';
import sharp from 'sharp';
import type { BlobStore } from '../pipeline/step-context.ts';
import type { PackagePage, PackageRecord } from '../pipeline/package.ts';
import type { PdfPage } from '../pdf/write-searchable-pdf.ts';
import { writeSearchablePdf } from '../pdf/write-searchable-pdf.ts';
import type { PdfTextLine } from '../pdf/write-text-layer.ts';
import { chooseJpeg } from './choose-jpeg.ts';
import { correctedLines } from './corrected-text.ts';
import { SOFTWARE_AGENT } from './software-agent.ts';

export type RecordPdf = {
  readonly record: PackageRecord;
  readonly title: string;
  readonly createdAt: string;
  /** small: about 100 KB a page (ho-tich). as-delivered: the delivered JPEG byte for byte. */
  readonly images: 'small' | 'as-delivered';
};

/** For a page whose resolution nobody knows: A4-sized scans are rarely anything else. */
const ASSUMED_DPI = 300;

export async function writeRecordPdf(path: string, pdf: RecordPdf, context: { blobs: BlobStore; signal: AbortSignal }): Promise<void> {
  const file = await open(path, 'wx');
  try {
    const sink = async (bytes: Uint8Array): Promise<void> => {
      for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
    };
    await writeSearchablePdf({ title: pdf.title, createdAt: pdf.createdAt, producer: SOFTWARE_AGENT }, pages(pdf, context), sink);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function* pages(pdf: RecordPdf, context: { blobs: BlobStore; signal: AbortSignal }): AsyncGenerator<PdfPage> {
  for (const [index, page] of pdf.record.pages.entries()) {
    context.signal.throwIfAborted();
    const delivered = await context.blobs.get(page.deliveredSha256);
    const dpi = page.reading?.dpi ?? page.master.dpi ?? ASSUMED_DPI;
    const image = pdf.images === 'small' ? await chooseJpeg(delivered, dpi) : { jpeg: delivered, dpi };
    yield { ...image, lines: await textLines(pdf.record, page, index + 1, image.jpeg) };
  }
}

/** The reading's lines, corrected, in pixels of the image that goes into the file. */
async function textLines(record: PackageRecord, page: PackagePage, number: number, jpeg: Uint8Array): Promise<readonly PdfTextLine[]> {
  if (page.reading === null) return [];
  const { width, height } = await sharp(jpeg).metadata();
  const scaleX = width / page.reading.widthPx;
  const scaleY = height / page.reading.heightPx;
  return correctedLines(page.reading.lines, record.fields, number).map((line) => ({
    words: line.words.map(({ text, box }) => ({ text, box: [box[0] * scaleX, box[1] * scaleY, box[2] * scaleX, box[3] * scaleY] as const })),
  }));
}

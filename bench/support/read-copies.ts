// What a reader gets from a file with one page: the file is imported as anybody's (the picture of a PDF is lifted out
// of it byte for byte, or drawn where that cannot be), then read by our reader, words and fields, and by tesseract
// (sparse text, so that its own page layout, which jumps by tens of points on pages with seals, decides little).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodePage } from '../../backend/imaging/decode-page.ts';
import type { RgbRaster } from '../../backend/imaging/raster.ts';
import type { OcrEngine } from '../../backend/ocr/ocr-engine.ts';
import { cleanPage } from '../../backend/pipeline/clean.ts';
import { extractRecords } from '../../backend/pipeline/extract.ts';
import { importSource } from '../../backend/pipeline/import.ts';
import { recognisePage } from '../../backend/pipeline/recognise.ts';
import type { BlobStore } from '../../backend/pipeline/step-context.ts';
import { pageText } from '../../shared/domain/reading.ts';
import { stepContext } from '../../tests/support/folder-blobs.ts';
import { inTurns } from './packers.ts';
import type { Truth } from './pages.ts';
import { runProcess } from './run-process.ts';
import { scoreRecords } from './score-records.ts';
import { countWords, type WordCounts } from './score-words.ts';

/** `second`: tesseract's words; null where it is not installed. */
export type ReadCopy = { readonly words: WordCounts; readonly second: WordCounts | null; readonly fields: { readonly exact: number; readonly all: number } };
export type Readers = { readonly blobs: BlobStore; readonly engine: OcrEngine; readonly hasTesseract: boolean };

/** One for each file, in their order; `truths` are of the same pages. */
export async function readCopies(files: readonly string[], truths: Truth, readers: Readers): Promise<readonly ReadCopy[]> {
  const read = new Map<number, ReadCopy>();
  await inTurns(files, availableParallelism(), async (file, index) => {
    const truth = truths[index];
    if (truth !== undefined) read.set(index, await readCopy(file, truth, readers));
  });
  return [...read].toSorted(([a], [b]) => a - b).map(([, copy]) => copy);
}

async function readCopy(file: string, truth: Truth[number], { blobs, engine, hasTesseract }: Readers): Promise<ReadCopy> {
  const context = stepContext(blobs);
  const [imported] = (await importSource({ path: file, displayName: truth.file }, context)).pages;
  if (imported?.ok !== true) throw new Error(`${file} cannot be opened`);
  const raster = await decodePage(imported.master, blobs);
  const cleaned = await cleanPage({ raster, master: imported.master }, context.signal);
  const reading = await recognisePage(cleaned, engine, context.signal);
  const [draft] = extractRecords([{ pageId: truth.file, reading, quality: cleaned.quality }], { recordType: 'auto' });
  const { outcomes } = scoreRecords([truth], [{ file: truth.file, recordType: draft?.reading.recordType ?? null, fields: draft?.reading.fields ?? {} }]);
  return {
    words: countWords(truth.text, pageText(reading)),
    second: hasTesseract ? countWords(truth.text, await tesseractText(cleaned.delivered, cleaned.quality.dpi)) : null,
    fields: { exact: outcomes.filter(({ exact }) => exact).length, all: outcomes.length },
  };
}

/** The pixels, straightened: how a page lies is nothing that packing changes. */
async function tesseractText({ data, widthPx, heightPx }: RgbRaster, dpi: number): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'sohoa-read-'));
  try {
    const png = join(dir, 'page.png');
    writeFileSync(png, await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 }, limitInputPixels: false }).png({ compressionLevel: 1 }).toBuffer());
    const { stdout } = await runProcess('tesseract', [png, '-', '-l', 'vie', '--psm', '11', '--dpi', String(dpi)], { env: { OMP_THREAD_LIMIT: '1' } });
    return stdout;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

// Does one task with the steps it is given. Gather (decode), compute (clean, recognise), store (blobs).
// A blank page is not recognised: its reading has no lines.
import { pageReadingSchema, qualityFactsSchema, type PageReading } from '../../shared/domain/reading.ts';
import { release } from '../imaging/release.ts';
import { screenShare } from '../../shared/domain/screen-image.ts';
import { assertNever } from '../../shared/errors.ts';
import { fromJson } from '../db/json.ts';
import { SMALL_PICTURE_MAKER, type SmallPictureRef } from '../packaging/small-picture-ref.ts';
import type { StepContext } from '../pipeline/step-context.ts';
import { readRegion } from './read-region.ts';
import { readPackageInput, type PackageHead } from './package-input.ts';
import type { PackageRecord, PreparedPage } from './steps.ts';
import type { TaskRun } from './task-run.ts';
import type { ReadResult, Task, TaskOf } from './tasks.ts';

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const start = performance.now();
  const value = await work();
  return { value, ms: Math.round((performance.now() - start) * 10) / 10 };
}

async function recognise(prepared: PreparedPage, run: TaskRun): Promise<PageReading> {
  if (!prepared.quality.isBlank) return prepared.recognise(run.signal);
  const { widthPx, heightPx } = prepared.delivered;
  return { widthPx, heightPx, dpi: prepared.quality.dpi, lines: [], marks: [], engine: await run.steps.engineName() };
}

/** The picture in the size of screens is made here too, so that the first look at a record waits for nothing. */
async function storePictures(delivered: PreparedPage['delivered'], dpi: number, run: TaskRun): Promise<Pick<ReadResult, 'deliveredSha256' | 'thumbnailSha256' | 'screenSha256'>> {
  const { steps, blobs: { derivatives } } = run;
  const bytes = await steps.encodeDelivered(delivered, dpi);
  const { thumbnail, screen } = await steps.encodeViews(delivered, screenShare(delivered));
  return {
    deliveredSha256: await derivatives.put(bytes),
    thumbnailSha256: await derivatives.put(thumbnail),
    screenSha256: screen === null ? null : await derivatives.put(screen),
  };
}

/** From the delivered pixels themselves, whether the page has just been read or its original is opened again: the same picture. */
async function storeSmallPicture(delivered: PreparedPage['delivered'], dpi: number, { steps, blobs }: TaskRun): Promise<SmallPictureRef> {
  const { bytes, ...facts } = await steps.makeSmallPicture(delivered, dpi);
  return { madeBy: SMALL_PICTURE_MAKER, sha256: await blobs.derivatives.put(bytes), dpi: facts.dpi, widthPx: facts.widthPx, heightPx: facts.heightPx };
}

async function makeSmallPicture({ master, transforms, dpi }: TaskOf<'make-small-picture'>, run: TaskRun): Promise<{ smallPicture: SmallPictureRef | null }> {
  const { steps, blobs, signal } = run;
  if (await steps.isBilevelScan(master, blobs.originals)) return { smallPicture: null };
  const delivered = await steps.straighten(await steps.decodePage(master, blobs.originals), transforms, signal);
  signal.throwIfAborted();
  return { smallPicture: await storeSmallPicture(delivered, dpi, run) };
}

async function readPage(task: TaskOf<'read-page'>, run: TaskRun): Promise<ReadResult> {
  const { master } = task;
  const decoded = await timed(() => run.steps.decodePage(master, run.blobs.originals));
  run.signal.throwIfAborted();
  const cleaned = await timed(() => run.steps.preparePage({ raster: decoded.value, master, ...(task.transforms === null ? {} : { transforms: task.transforms }) }, run.signal));
  const { delivered, quality, transforms } = cleaned.value;
  if (decoded.value !== cleaned.value.delivered) release(decoded.value.data);
  // One after the other: a worker is one processor's work, and there are as many workers as processors to spare.
  const encoded = await timed(async () => ({
    ...(await storePictures(delivered, quality.dpi, run)),
    smallPicture: task.wantsSmallPicture === true && !(await run.steps.isBilevelScan(master, run.blobs.originals)) ? await storeSmallPicture(delivered, quality.dpi, run) : null,
  }));
  run.signal.throwIfAborted();
  const recognised = await timed(() => recognise(cleaned.value, run));
  release(cleaned.value.delivered.data);
  const reading = master.existingText === undefined ? recognised.value : { ...recognised.value, existingText: master.existingText };
  return {
    reading: pageReadingSchema.parse(reading),
    quality,
    transforms,
    ...encoded.value,
    ms: { decode: decoded.ms, clean: cleaned.ms, encode: encoded.ms, recognise: recognised.ms },
  };
}

async function renderImage(task: TaskOf<'render-image'>, run: TaskRun): Promise<{ sha256: string }> {
  const raster = await run.steps.decodePage(task.master, run.blobs.originals);
  if (task.want === 'original') return { sha256: await run.blobs.derivatives.put(await run.steps.encodeDelivered(raster, task.master.dpi ?? 300)) };
  const prepared = await run.steps.preparePage({ raster, master: task.master, transforms: task.transforms }, run.signal);
  if (task.want === 'reading') return { sha256: await run.blobs.derivatives.put(await prepared.encodeReadingCopy()) };
  const { delivered, quality } = prepared;
  const bytes = task.want === 'delivered' ? await run.steps.encodeDelivered(delivered, quality.dpi) : await run.steps.encodeThumbnail(delivered);
  return { sha256: await run.blobs.derivatives.put(bytes) };
}

async function withPackageInput<T>(file: string, work: (input: PackageHead & { records: readonly PackageRecord[] }) => Promise<T>): Promise<T> {
  const input = await readPackageInput(file);
  try {
    return await work({ ...input.head, records: input.records });
  } finally {
    input.close();
  }
}

export async function runTask(task: Task, run: TaskRun): Promise<unknown> {
  const context: StepContext = { blobs: run.blobs.originals, signal: run.signal, progress: run.progress };
  switch (task.kind) {
    case 'import-source':
      return run.steps.importSource({ path: task.path, displayName: task.displayName }, context);
    case 'read-page':
      return readPage(task, run);
    case 'make-small-picture':
      return makeSmallPicture(task, run);
    case 'render-image':
      return renderImage(task, run);
    case 'shrink-image':
      return { sha256: await run.blobs.derivatives.put(await run.steps.encodeScreen(await run.blobs.derivatives.get(task.deliveredSha256), task.share)) };
    case 'extract-records': {
      const pages = task.pages.map(({ readingJson, qualityJson, ...page }) => ({ ...page, reading: fromJson(pageReadingSchema, readingJson), quality: fromJson(qualityFactsSchema, qualityJson) }));
      const drafts = await timed(() => run.steps.extractRecords(pages, { recordType: task.recordType }));
      return { drafts: drafts.value, ms: drafts.ms };
    }
    case 'read-region':
      return readRegion(task, run);
    case 'list-tokens':
      return { tokens: (await import('../pdf/signing/open-pkcs11.ts')).listTokens(task.library) };
    case 'write-pdfs-ahead':
      await withPackageInput(task.inputFile, async (input) => run.steps.writePdfsAhead({ ...input, outDir: task.pdfDir }, task, task.pdfDir, { ...context, blobs: run.blobs.blobs }));
      return {};
    case 'build-package': {
      const { outDir, pdfDir, signing } = task;
      return withPackageInput(task.inputFile, (input) =>
        run.steps.buildPackage({ ...input, outDir, ...(pdfDir === undefined ? {} : { pdfDir }), ...(signing === undefined ? {} : { signing }) }, { ...context, blobs: run.blobs.blobs }));
    }
    default:
      return assertNever(task);
  }
}

// The real pipeline, composed in one place. A worker process reads on its own thread: the processes are the pool.
import sharp from 'sharp';
import { release } from '../imaging/release.ts';
import type { OcrEngine } from '../ocr/ocr-engine.ts';
import type { Steps } from './steps.ts';

export function createSteps(): Steps {
  let engine: Promise<OcrEngine> | undefined;
  const openEngine = (): Promise<OcrEngine> => {
    engine ??= import('../ocr/ocr-engine.ts').then((module) => module.createOcrEngine());
    return engine;
  };
  return {
    engineName: async () => (await openEngine()).name,
    importSource: async (input, context) => (await import('../pipeline/import.ts')).importSource(input, context),
    decodePage: async (master, blobs) => (await import('../imaging/decode-page.ts')).decodePage(master, blobs),
    preparePage: async (input, signal) => {
      const cleaned = await (await import('../pipeline/clean.ts')).cleanPage(input, signal);
      return {
        delivered: cleaned.delivered,
        transforms: cleaned.transforms,
        quality: cleaned.quality,
        encodeReadingCopy: async () => sharp(cleaned.ocr.data, { raw: { width: cleaned.ocr.widthPx, height: cleaned.ocr.heightPx, channels: 1 } }).png({ compressionLevel: 6 }).toBuffer(),
        recognise: async (whenCancelled) => {
          const reading = await (await import('../pipeline/recognise.ts')).recognisePage(cleaned, await openEngine(), whenCancelled);
          release(cleaned.ocr.data);
          return reading;
        },
      };
    },
    encodeDelivered: async (raster, dpi) => (await import('../pipeline/clean.ts')).encodeDelivered(raster, dpi),
    encodeThumbnail: async (raster) => (await import('../pipeline/clean.ts')).encodeThumbnail(raster),
    encodeScreen: async (delivered, share) => (await import('../pipeline/clean.ts')).encodeScreen(delivered, share),
    encodeViews: async (delivered, share) => (await import('../pipeline/clean.ts')).encodeViews(delivered, share),
    straighten: async (raster, transforms, signal) => (await import('../imaging/apply-transforms.ts')).applyTransforms(raster, transforms, signal),
    isBilevelScan: async (master, originals) => (await import('../packaging/choose-picture.ts')).isBilevelScan(master, originals),
    makeSmallPicture: async (delivered, dpi) => (await import('../packaging/small-picture.ts')).makeSmallPicture(delivered, dpi),
    readRegion: async (input, signal) => (await import('../pipeline/read-region.ts')).readRegion(input, await openEngine(), signal),
    extractRecords: async (pages, options) => (await import('../pipeline/extract.ts')).extractRecords(pages, options),
    writePdfsAhead: async (input, stretch, dir, context) => (await import('../pipeline/package.ts')).writePdfsAhead(input, stretch, dir, context),
    buildPackage: async (input, context) => (await import('../pipeline/package.ts')).buildPackage(input, context),
    close: async () => {
      await (await engine)?.close();
    },
  };
}

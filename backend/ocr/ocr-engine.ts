// The reader of line segments. Every line is read once; lines with a doubtful word are read again with
// another geometry and sharpness, and a third time only where the two disagree; then a vote. What is
// certain is never read twice. One request is one page; worker-pool.ts schedules.
import { createRequire } from 'node:module';
import type { TextLine, Word } from '../../shared/domain/reading.ts';
import type { LayoutLine } from '../imaging/page-layout.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import { readLines } from './read-lines.ts';
import type { StripGeometry } from './strips.ts';
import { tidyWords } from './tidy-words.ts';
import { isDisputed, lineBoxOf, vote } from './vote.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

export type OcrRequest = { readonly lines: readonly LayoutLine[]; readonly dpi: number };

export type OcrEngine = {
  /** Reads the lines of one page; boxes are pixels of `image`. @throws AppError cancelled, page-timeout, worker-crashed, ocr-failed */
  recognise(image: GrayRaster, request: OcrRequest, signal: AbortSignal): Promise<readonly TextLine[]>;
  /** Engine, model and parameters: a cache key. */
  readonly name: string;
  close(): Promise<void>;
};

export type OcrPoolOptions = { readonly size: number; readonly recycleAfterPages?: number; readonly timeoutMs?: number };

/** Best first on the development pages; the others err elsewhere. */
const FIRST: StripGeometry = { ascent: 2.3, descent: 0.8, pad: 0.15, isSharp: false };
const SECOND: StripGeometry = { ascent: 2.4, descent: 0.75, pad: 0.25, isSharp: true };
const THIRD: StripGeometry = { ascent: 2.1, descent: 0.65, pad: 0.15, isSharp: false };

/** A line with a word less sure than this is read again. */
const SURE = 0.9;

const isDoubtful = (words: readonly Word[]): boolean => words.some((word) => word.confidence < SURE);

async function readAgain(pool: WorkerPool, image: GrayRaster, lines: readonly LayoutLine[], first: readonly (readonly Word[])[], signal: AbortSignal): Promise<readonly (readonly Word[])[]> {
  const readings: (readonly Word[])[][] = first.map((words) => [words]);
  let open = lines.flatMap((_, i) => (isDoubtful(first[i] ?? []) ? [i] : []));
  for (const geometry of [SECOND, THIRD]) {
    const chosen = open.flatMap((i) => lines[i] ?? []);
    const again = await readLines(pool, image, chosen, geometry, signal);
    open.forEach((i, k) => readings[i]?.push(again[k] ?? []));
    open = open.filter((i) => isDisputed(readings[i] ?? []));
  }
  return readings.map((all) => vote(all));
}

export function createOcrPool(options: OcrPoolOptions): OcrEngine {
  const pool = createWorkerPool({
    size: options.size,
    // a page is one to three jobs
    recycleAfterJobs: (options.recycleAfterPages ?? 300) * 2,
    timeoutMs: options.timeoutMs ?? 20_000,
    languageData: createRequire(import.meta.url).resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz'),
  });
  return {
    name: 'tesseract.js-core 7 / vie 4.0.0_best_int / lines 36 px v2',
    close: () => pool.close(),
    async recognise(image, request, signal) {
      const first = await readLines(pool, image, request.lines, FIRST, signal);
      const voted = await readAgain(pool, image, request.lines, first, signal);
      return request.lines.flatMap((line, i) => {
        const words = tidyWords(voted[i] ?? [], line);
        return words.length === 0 ? [] : [{ box: lineBoxOf(words) ?? line.box, words, block: line.block }];
      });
    },
  };
}

// The reader of line segments: cuts strips from the cleaned page, has them read in the pool, and maps
// words back to the page. One request is one page. See worker-pool.ts for how work is scheduled.
import { createRequire } from 'node:module';
import type { Box } from '../../shared/domain/geometry.ts';
import { union } from '../../shared/domain/geometry.ts';
import type { TextLine, Word } from '../../shared/domain/reading.ts';
import type { LayoutLine } from '../imaging/page-layout.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import type { RawWord } from './ocr-messages.ts';
import { cutStrip, type PlacedStrip } from './strips.ts';
import { createWorkerPool } from './worker-pool.ts';

export type OcrRequest = { readonly lines: readonly LayoutLine[]; readonly dpi: number };

export type OcrEngine = {
  /** Reads the lines of one page; boxes are pixels of `image`. @throws AppError cancelled, page-timeout, worker-crashed, ocr-failed */
  recognise(image: GrayRaster, request: OcrRequest, signal: AbortSignal): Promise<readonly TextLine[]>;
  /** Engine, model and parameters: a cache key. */
  readonly name: string;
  close(): Promise<void>;
};

const SURE = 0.9;

function toWord(raw: RawWord, placed: PlacedStrip): Word {
  const place = (b: RawWord['bbox']): Box => [Math.round(placed.xPx + b.x0 / placed.scale), Math.round(placed.yPx + b.y0 / placed.scale), Math.max(1, Math.round((b.x1 - b.x0) / placed.scale)), Math.max(1, Math.round((b.y1 - b.y0) / placed.scale))];
  const symbols = raw.symbols.map((symbol) => ({ text: symbol.text.normalize('NFC'), confidence: symbol.confidence / 100, box: place(symbol.bbox) }));
  const word = { text: raw.text.normalize('NFC').replace(/\s+/g, ''), confidence: Math.max(0, Math.min(1, raw.confidence / 100)), box: place(raw.bbox) };
  return symbols.some((symbol) => symbol.confidence < SURE) ? { ...word, symbols } : word;
}

export function createOcrPool(options: { readonly size: number; readonly recycleAfterPages?: number; readonly timeoutMs?: number }): OcrEngine {
  const pool = createWorkerPool({
    size: options.size,
    recycleAfterJobs: options.recycleAfterPages ?? 300,
    timeoutMs: options.timeoutMs ?? 30_000,
    languageData: createRequire(import.meta.url).resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz'),
  });
  return {
    name: 'tesseract.js-core 7 / vie 4.0.0_best_int / lines v1',
    close: () => pool.close(),
    async recognise(image, request, signal) {
      const placed = request.lines.map((line) => cutStrip(image, line, Math.round(line.xHeightPx * 0.5)));
      if (placed.length === 0) return [];
      const read = await pool.read(placed.map((p) => p.strip), '7', signal);
      return request.lines.flatMap((line, i) => {
        const strip = placed[i];
        if (strip === undefined) return [];
        const words = (read[i] ?? []).map((raw) => toWord(raw, strip)).filter((word) => word.text !== '');
        return words.length === 0 ? [] : [{ box: union(words.map((word) => word.box)) ?? line.box, words, block: line.block }];
      });
    },
  };
}

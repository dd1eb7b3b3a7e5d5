// Reads a cleaned page: every text segment that the layout found, in reading order.
import type { PageReading } from '../../shared/domain/reading.ts';
import type { OcrEngine } from '../ocr/ocr-engine.ts';
import type { CleanedPage } from './clean.ts';

/** @throws AppError cancelled, page-timeout, worker-crashed, ocr-failed */
export async function recognisePage(page: CleanedPage, engine: OcrEngine, signal: AbortSignal): Promise<PageReading> {
  const lines = page.quality.isBlank ? [] : await engine.recognise(page.ocr, { lines: page.layout.lines, dpi: page.quality.dpi }, signal);
  return { widthPx: page.delivered.widthPx, heightPx: page.delivered.heightPx, dpi: page.quality.dpi, lines, marks: page.marks, engine: engine.name };
}

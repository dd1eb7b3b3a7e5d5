// An OCR engine's name says which model it read with; the model's own checksum, so that a reading can be
// repeated in thirty years, is looked up here (resources/packaging/eark/ocr-models.json).
import { z } from 'zod';
import table from '../../../resources/packaging/eark/ocr-models.json' with { type: 'json' };

const MODELS = z.record(z.string(), z.object({ file: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).parse(table);

/** "; model vie.traineddata sha256:…" for an engine whose model is known, '' otherwise. */
export function modelNote(engine: string): string {
  const known = Object.entries(MODELS).find(([name]) => engine.includes(name))?.[1];
  return known === undefined ? '' : `; model ${known.file} sha256:${known.sha256}`;
}

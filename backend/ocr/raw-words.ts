// What goes into the recogniser and what comes out: strips of one line each, and words with their letters.
import { z } from 'zod';

/** One line image, 8-bit grey, white around the print. */
export type Strip = { readonly pixels: Uint8Array<ArrayBuffer>; readonly widthPx: number; readonly heightPx: number };

/** How tesseract shall take the strip: as one line found by itself (7) or as it is (13). */
export type SegmentationMode = '6' | '7' | '13';

const boxSchema = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });
const rawSymbolSchema = z.object({ text: z.string(), confidence: z.number(), bbox: boxSchema });
const rawWordSchema = z.object({ text: z.string(), confidence: z.number(), bbox: boxSchema, symbols: z.array(rawSymbolSchema) });
export type RawWord = Readonly<z.infer<typeof rawWordSchema>>;

/** The part of tesseract's JSON output that is used. */
export const rawPageSchema = z.object({
  blocks: z.array(z.object({ paragraphs: z.array(z.object({ lines: z.array(z.object({ words: z.array(rawWordSchema) })) })) })),
});

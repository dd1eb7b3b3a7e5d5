// What the reader saw on one page. All boxes are pixels of the delivered image.
import { z } from 'zod';
import { boxSchema } from './geometry.ts';

/** Another reading of the same word or field that the image supports. */
export const alternativeSchema = z.object({ text: z.string(), confidence: z.number() });
export type Alternative = Readonly<z.infer<typeof alternativeSchema>>;

export const wordSchema = z.object({
  /** NFC, no spaces inside. */
  text: z.string(),
  /** 0 to 1; the engine's own figure, not yet a probability. */
  confidence: z.number(),
  box: boxSchema,
  /** Per character: text, confidence 0 to 1; only kept where some character is below 0.9. */
  symbols: z.array(z.object({ text: z.string(), confidence: z.number(), box: boxSchema })).readonly().optional(),
  alternatives: z.array(alternativeSchema).readonly().optional(),
});
export type Word = Readonly<z.infer<typeof wordSchema>>;

export const textLineSchema = z.object({
  box: boxSchema,
  words: z.array(wordSchema).readonly(),
  /** Reading-order block (column, letterhead half, margin note); lines of one block belong together. */
  block: z.number().int(),
});
export type TextLine = Readonly<z.infer<typeof textLineSchema>>;

/** Something on the page that is no print: it explains doubt beneath it, or is a box that somebody ticked or left. */
export const pageMarkSchema = z.object({ kind: z.enum(['seal', 'signature', 'handwriting', 'frame', 'photo', 'unreadable', 'ticked-box', 'empty-box']), box: boxSchema });
export type PageMark = Readonly<z.infer<typeof pageMarkSchema>>;

export const pageReadingSchema = z.object({
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  dpi: z.number(),
  /** In reading order: left block before right block, top to bottom. */
  lines: z.array(textLineSchema).readonly(),
  marks: z.array(pageMarkSchema).readonly(),
  /** Engine, model and parameters, as they enter the cache key and the trail. */
  engine: z.string(),
  /** The text layer the file came with: evidence, never trusted. */
  existingText: z.string().optional(),
});
export type PageReading = Readonly<z.infer<typeof pageReadingSchema>>;

export const lineText = (line: TextLine): string => line.words.map((word) => word.text).join(' ');
export const pageText = (reading: PageReading): string => reading.lines.map(lineText).join('\n');

export const qualityFactsSchema = z.object({
  dpi: z.number(),
  dpiFrom: z.enum(['file', 'estimated', 'assumed']),
  /** Skew found, clockwise positive, before it was taken out. */
  skewDeg: z.number(),
  /** Quarter turns found, clockwise, before they were taken out. */
  turnedDeg: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** 0 (blurred) to 1 (sharp). */
  sharpness: z.number(),
  /** 0 to 1: paper minus ink, as a share of the full range. */
  contrast: z.number(),
  /** Sides where print touches the edge of the scan. */
  clippedEdges: z.array(z.enum(['top', 'right', 'bottom', 'left'])).readonly(),
  /** Ink share of the page, 0 to 1, after clean-up. */
  inkShare: z.number(),
  isBlank: z.boolean(),
  /** Findings a person should see, as codes: low-dpi, blurred, faded, dark-edges, handwritten, negative, noise … */
  findings: z.array(z.string()).readonly(),
});
export type QualityFacts = Readonly<z.infer<typeof qualityFactsSchema>>;

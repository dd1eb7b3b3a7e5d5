import { z } from 'zod';
import { pageReadingSchema, qualityFactsSchema } from '../domain/reading.ts';
import { transformsSchema } from '../domain/transform.ts';
import { proposalAnswerSchema, skipReasonSchema } from './page-actions.ts';
import { problemSchema } from './problem.ts';

export const pageStateSchema = z.enum(['waiting', 'reading', 'read', 'failed']);

export const pageSummarySchema = z.object({
  id: z.string(),
  batchId: z.string(),
  /** 1-based order within the batch. */
  seq: z.number().int(),
  sourceName: z.string(),
  /** 1-based within the source file. */
  sourcePage: z.number().int(),
  /** 2 or more when this is a further page made out of one page of the file (the other half of a spread), else null. */
  sourcePart: z.number().int().nullable(),
  state: pageStateSchema,
  isBlank: z.boolean(),
  duplicateOf: z.string().nullable(),
  recordId: z.string().nullable(),
  widthPx: z.number().int().nullable(),
  heightPx: z.number().int().nullable(),
  problem: problemSchema.nullable(),
  /** Changes whenever the delivered image does; goes into the image address. */
  imageVersion: z.string(),
  isBinned: z.boolean(),
  /** "Không số hóa": the legal reason, or null. */
  skipReason: skipReasonSchema.nullable(),
  /** A person's decision; null leaves it to the program. */
  boundary: z.enum(['starts', 'continues']).nullable(),
  answers: z.object({ blank: proposalAnswerSchema.nullable(), duplicate: proposalAnswerSchema.nullable(), poorScan: proposalAnswerSchema.nullable(), spread: proposalAnswerSchema.nullable() }),
});
export type PageSummary = Readonly<z.infer<typeof pageSummarySchema>>;

export const pageDetailSchema = pageSummarySchema.extend({
  transforms: transformsSchema,
  quality: qualityFactsSchema.nullable(),
  reading: pageReadingSchema.nullable(),
});
export type PageDetail = Readonly<z.infer<typeof pageDetailSchema>>;

export const pageListSchema = z.object({ pages: z.array(pageSummarySchema).readonly(), total: z.number().int(), next: z.number().int().nullable() });

/** null lets the clean-up find its own transforms again. */
export const putTransformsSchema = z.object({ transforms: transformsSchema.nullable() });

import { z } from 'zod';
import { problemSchema } from './problem.ts';

export const PROFILES = ['ho-tich', 'luu-tru', 'cv-7197', 'none'] as const;
export const profileSchema = z.enum(PROFILES);
export type Profile = z.infer<typeof profileSchema>;

/** 'auto' or a key of record-types.json. */
export const batchTypeSchema = z.string().min(1).max(10);

const factSchema = z.string().trim().max(200).transform((text) => text.normalize('NFC'));
/** What stands on the cover of the book, or the code of the dossier; null when not known. */
export const batchFactsSchema = z.object({
  /** As on the book: 01, 01/2018. */
  bookNumber: factSchema.nullable(),
  yearOpened: z.number().int().min(1800).max(2200).nullable(),
  place: factSchema.nullable(),
  dossierCode: factSchema.nullable(),
});
export type BatchFacts = Readonly<z.infer<typeof batchFactsSchema>>;

export const createBatchSchema = z.object({
  name: z.string().trim().min(1).max(200),
  recordType: batchTypeSchema.default('auto'),
  profile: profileSchema.default('ho-tich'),
  facts: batchFactsSchema.partial().optional(),
});
export type CreateBatch = z.input<typeof createBatchSchema>;

export const batchStateSchema = z.enum(['empty', 'importing', 'reading', 'paused', 'read', 'packaged', 'uploaded']);

export const batchSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  recordType: z.string(),
  profile: profileSchema,
  state: batchStateSchema,
  createdAt: z.string(),
  facts: batchFactsSchema,
  counts: z.object({
    sources: z.number().int(),
    pages: z.number().int(),
    pagesRead: z.number().int(),
    pagesFailed: z.number().int(),
    pagesBlank: z.number().int(),
    pagesBinned: z.number().int(),
    /** Marked "không số hóa". */
    pagesSkipped: z.number().int(),
    duplicates: z.number().int(),
    records: z.number().int(),
    doubtfulFields: z.number().int(),
  }),
});
export type BatchSummary = Readonly<z.infer<typeof batchSummarySchema>>;

/** A source file or page that did not come through, with what to do. */
export const failureSchema = z.object({
  id: z.string(),
  kind: z.enum(['source', 'page']),
  name: z.string(),
  /** 1-based within the source; absent when the whole source failed. */
  page: z.number().int().optional(),
  problem: problemSchema,
});
export type Failure = Readonly<z.infer<typeof failureSchema>>;

/** What is left out stays. A new record type is read out of the pages again; what clerks wrote stays. */
export const updateBatchSchema = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  recordType: batchTypeSchema.optional(),
  profile: profileSchema.optional(),
  facts: batchFactsSchema.partial().optional(),
});
export type UpdateBatch = Readonly<z.infer<typeof updateBatchSchema>>;

/** Opaque ids that the desktop's file picker gave out; a path never comes from the page. */
export const importGrantsSchema = z.object({ grants: z.array(z.string().min(1).max(200)).min(1).max(1000) });

/** What was handed over and the job that lists it. `sourceId` names the hand-over: a zip becomes many sources. */
export const acceptedSchema = z.object({ sourceId: z.string(), jobId: z.string() });
export type Accepted = Readonly<z.infer<typeof acceptedSchema>>;

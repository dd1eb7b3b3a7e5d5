import { z } from 'zod';
import { boxSchema } from '../domain/geometry.ts';
import { fieldMarkSchema, fieldReadingSchema, fieldWarningSchema } from '../domain/field.ts';

export const recordSummarySchema = z.object({
  id: z.string(),
  batchId: z.string(),
  /** 1-based order within the batch. */
  seq: z.number().int(),
  recordType: z.string().nullable(),
  recordTypeConfidence: z.number(),
  /** Name and number a person knows the record by, e.g. "25/2018 — CHÂU HOÀNG KHÁNH TỴ". */
  title: z.string(),
  pageIds: z.array(z.string()).readonly(),
  fieldCount: z.number().int(),
  doubtfulFields: z.number().int(),
  revision: z.number().int(),
});
export type RecordSummary = Readonly<z.infer<typeof recordSummarySchema>>;

export const recordDetailSchema = recordSummarySchema.extend({
  form: z.string().nullable(),
  fields: z.record(z.string(), fieldReadingSchema),
  warnings: z.array(fieldWarningSchema).readonly(),
});
export type RecordDetail = Readonly<z.infer<typeof recordDetailSchema>>;

export const recordListSchema = z.object({ records: z.array(recordSummarySchema).readonly(), total: z.number().int(), next: z.number().int().nullable() });

/** Where a person found the value: the page (1-based within the record) and the box on it. */
export const evidenceSchema = z.object({ page: z.number().int().min(1).max(10_000), box: boxSchema });
export type Evidence = Readonly<z.infer<typeof evidenceSchema>>;

/** A field edit carries the record revision it saw; a stale one is refused with 409 and what changed. */
export const putFieldSchema = z
  .object({ value: z.string().max(10_000), revision: z.number().int().nonnegative(), /** Why `value` is empty. */ mark: fieldMarkSchema.optional(), evidence: evidenceSchema.optional() })
  .refine(({ value, mark }) => mark === undefined || value.trim() === '', { message: 'a marked field is empty', path: ['mark'] });
/** With the revision seen, taking back is refused when the record has changed since: an answer that was lost does not take back twice. */
export const undoSchema = z.object({ revision: z.number().int().nonnegative().optional() });
export type PutField = Readonly<z.infer<typeof putFieldSchema>>;

export const editSchema = z.object({
  seq: z.number().int(),
  recordId: z.string(),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  /** The edit that this one takes back. */
  undoes: z.number().int().nullable(),
  /** The undoing edit that this one does again. */
  redoes: z.number().int().nullable(),
  mark: fieldMarkSchema.nullable(),
});
export type Edit = Readonly<z.infer<typeof editSchema>>;

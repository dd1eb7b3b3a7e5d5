// A field's value keeps its evidence: where on which page it stands, how sure the reader is, and why not.
import { z } from 'zod';
import { boxSchema } from './geometry.ts';
import { alternativeSchema } from './reading.ts';

export const fieldSourceSchema = z.enum(['ocr', 'rule', 'clerk', 'carried-over', 'second-keying', 'text-layer']);
export type FieldSource = z.infer<typeof fieldSourceSchema>;

/** A rule's finding. `code` is translated at the edge; `suggestion` is a value the paper might mean. */
export const fieldWarningSchema = z.object({
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  suggestion: z.string().optional(),
});
export type FieldWarning = Readonly<z.infer<typeof fieldWarningSchema>>;

/** Why a person left a value empty: nothing is written there, or what is written cannot be read. */
export const fieldMarkSchema = z.enum(['blank-on-paper', 'unreadable-on-paper']);
export type FieldMark = z.infer<typeof fieldMarkSchema>;
export const markOf = (field: Pick<FieldReading, 'reasons'>): FieldMark | undefined => fieldMarkSchema.options.find((mark) => field.reasons?.includes(mark));

export const fieldReadingSchema = z.object({
  /** As on paper: NFC, single spaces; dates dd.MM.yyyy, MM.yyyy or yyyy; time HH:mm; gender Nam or Nữ. Empty when unreadable. */
  value: z.string(),
  /** Probability that `value` is exactly right, 0 to 1. */
  confidence: z.number(),
  /** 1-based within the record. */
  page: z.number().int(),
  box: boxSchema,
  from: fieldSourceSchema,
  warnings: z.array(fieldWarningSchema).readonly(),
  alternatives: z.array(alternativeSchema).readonly().optional(),
  /** Why the reader doubts, as codes: tone-mark-differs, not-in-gazetteer, under-seal, faint … */
  reasons: z.array(z.string()).readonly().optional(),
});
export type FieldReading = Readonly<z.infer<typeof fieldReadingSchema>>;

/** A field that a person should look at: less than this sure, or with a warning. */
export const DOUBT_BELOW = 0.9;
export const isDoubtful = (field: FieldReading): boolean => field.confidence < DOUBT_BELOW || field.warnings.length > 0;

export const recordReadingSchema = z.object({
  /** A key of record-types.json, or null when the page is of no known type. */
  recordType: z.string().nullable(),
  recordTypeConfidence: z.number(),
  /** Variant of the form, e.g. KS.certificate; null when unknown. */
  form: z.string().nullable(),
  fields: z.record(z.string(), fieldReadingSchema),
  warnings: z.array(fieldWarningSchema).readonly(),
});
export type RecordReading = Readonly<z.infer<typeof recordReadingSchema>>;

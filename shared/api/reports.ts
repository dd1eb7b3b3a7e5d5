// Reports: the checks of a book, the hand-over minutes, quality in figures, and how far every unit is.
import { z } from 'zod';
import { batchStageSchema } from './review.ts';

const detailSchema = z.record(z.string(), z.union([z.string(), z.number()]));
export const bookFindingSchema = z.object({ code: z.string(), recordId: z.string().nullable(), seq: z.number().int().nullable(), title: z.string().nullable(), field: z.string().nullable(), detail: detailSchema });
export type BookFindingLine = Readonly<z.infer<typeof bookFindingSchema>>;

const countsSchema = z.object({ cases: z.number().int(), pages: z.number().int(), files: z.number().int() });
const dateSchema = z.iso.date();
const countSchema = z.number().int().min(0).max(1_000_000);
const nameSchema = z.string().trim().max(200).transform((text) => text.normalize('NFC'));

export const newHandoverSchema = z.object({
  direction: z.enum(['received', 'returned']), onDate: dateSchema, books: countSchema, cases: countSchema, pages: countSchema, files: countSchema.default(0),
  giver: nameSchema, taker: nameSchema, note: z.string().trim().max(1000).default(''),
});
export type NewHandover = z.infer<typeof newHandoverSchema>;
export const handoverSchema = z.object({
  id: z.string(), direction: z.enum(['received', 'returned']), onDate: z.string(), books: z.number().int(), cases: z.number().int(), pages: z.number().int(), files: z.number().int(),
  giver: z.string(), taker: z.string(), note: z.string(), by: z.string(), createdAt: z.string(),
});
export type Handover = Readonly<z.infer<typeof handoverSchema>>;
export const handoverListSchema = z.object({ handovers: z.array(handoverSchema).readonly() });

export const bookReportSchema = z.object({
  batchId: z.string(), batchName: z.string(), place: z.string().nullable(), bookNumber: z.string().nullable(),
  here: countsSchema, accepted: z.number().int(), received: countsSchema.nullable(), returned: countsSchema.nullable(),
  findings: z.array(bookFindingSchema).readonly(),
  characters: z.array(z.object({ recordType: z.string(), field: z.string(), short: z.number().int(), long: z.number().int(), chars: z.number().int() })).readonly(),
});
export type BookReport = Readonly<z.infer<typeof bookReportSchema>>;

export const putTargetSchema = z.object({
  unit: nameSchema, expectedRecords: countSchema.nullable(), expectedPages: countSchema.nullable(), firstNumber: countSchema.nullable(), lastNumber: countSchema.nullable(), deadline: dateSchema.nullable(),
});
export type BookTarget = z.infer<typeof putTargetSchema>;
export const targetReplySchema = z.object({ target: putTargetSchema.nullable() });

/** One group of fields: what the reader got wrong, and what of that it had not doubted. */
export const errorRateSchema = z.object({ key: z.string(), fields: z.number().int(), wrong: z.number().int(), silent: z.number().int(), doubted: z.number().int() });
export type ErrorRate = Readonly<z.infer<typeof errorRateSchema>>;
export const QUALITY_GROUPS = ['kind', 'form', 'engine', 'lot', 'field'] as const;
export const qualitySchema = z.object({ records: z.number().int(), total: errorRateSchema, groups: z.record(z.string(), z.array(errorRateSchema).readonly()) });
export type Quality = Readonly<z.infer<typeof qualitySchema>>;

/** One clerk's own figures, week by week: never a list of clerks. */
export const clerkTrendSchema = z.object({
  personId: z.string(), name: z.string(),
  weeks: z.array(z.object({ week: z.string(), keyed: z.number().int(), returned: z.number().int(), remarks: z.number().int() })).readonly(),
  kinds: z.array(z.object({ kind: z.string(), count: z.number().int() })).readonly(),
});
export type ClerkTrend = Readonly<z.infer<typeof clerkTrendSchema>>;

export const unitProgressSchema = z.object({
  unit: z.string(),
  books: z.array(z.object({
    batchId: z.string(), name: z.string(), stage: batchStageSchema, expected: z.number().int().nullable(), records: z.number().int(), accepted: z.number().int(), deadline: z.string().nullable(),
    daysLeft: z.number().int().nullable(), perDay: z.number(), readyOn: z.string().nullable(), isLate: z.boolean(),
  })).readonly(),
  expected: z.number().int(), records: z.number().int(), accepted: z.number().int(),
});
export type UnitProgress = Readonly<z.infer<typeof unitProgressSchema>>;
export const progressReportSchema = z.object({ units: z.array(unitProgressSchema).readonly(), on: z.string() });

// How long what is held may be held, and what has passed its time.
import { z } from 'zod';
import { RECORD_TYPES } from '../domain/record-types.ts';

/** Record types that a batch may have; 'auto': found page by page. */
export const RETAINED_TYPES: readonly string[] = ['auto', ...Object.keys(RECORD_TYPES)];
const days = (least: number) => z.number().int().min(least).max(3650);

export const retentionSettingsSchema = z.object({
  /** Years after the last work on a batch, by its record type; a type that is not named is kept. */
  batchYears: z.record(z.string().refine((type) => RETAINED_TYPES.includes(type)), z.number().int().min(1).max(100)),
  /** Days that pages lie in a bin; null: until somebody empties it. */
  binDays: days(1).nullable(),
  /** Days that a file with a person's data waits for whoever asked for it. */
  exportDays: days(1),
  /** Days that ended sessions and failed sign-ins are kept. The trail keeps who signed in. */
  signInDays: days(30),
});
export type RetentionSettings = Readonly<z.infer<typeof retentionSettingsSchema>>;

export const retentionSchema = z.object({
  settings: retentionSettingsSchema,
  /** Erased by two administrators, from this list. */
  batches: z.array(z.object({ id: z.string(), name: z.string(), recordType: z.string(), lastWorkAt: z.string(), dueSince: z.string() })).readonly(),
  bins: z.array(z.object({ batchId: z.string(), name: z.string(), pages: z.number().int(), lastWorkAt: z.string() })).readonly(),
});
export type Retention = Readonly<z.infer<typeof retentionSchema>>;

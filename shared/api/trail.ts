import { z } from 'zod';

export const trailQuerySchema = z.object({
  subjectType: z.string().max(40).optional(),
  subjectId: z.string().max(200).optional(),
  batchId: z.string().max(64).optional(),
  by: z.string().max(64).optional(),
  kind: z.string().max(60).optional(),
  /** ISO 8601, from and until (not including). */
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  /** Rows older than this one. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type TrailQuery = Readonly<z.infer<typeof trailQuerySchema>>;

/** Why somebody who needs no identifiers looks at a page's picture. */
export const revealSchema = z.object({ reason: z.string().trim().min(3).max(1000) });

export const trailRowSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  kind: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  batchId: z.string().nullable(),
  by: z.string(),
  from: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  /** What was before and after was erased by law; a later row certifies it. */
  isErased: z.boolean(),
});
export type TrailRow = Readonly<z.infer<typeof trailRowSchema>>;
export const trailListSchema = z.object({ rows: z.array(trailRowSchema).readonly(), next: z.number().int().nullable() });
export const trailKindsSchema = z.object({ kinds: z.array(z.string()).readonly() });

export const trailVerdictSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), rows: z.number().int(), erased: z.number().int(), head: z.object({ seq: z.number().int(), hash: z.string() }) }),
  z.object({ ok: z.literal(false), rows: z.number().int(), seq: z.number().int(), fault: z.enum(['row-changed', 'row-missing', 'payload-changed', 'payload-missing', 'end-missing', 'anchor-differs']) }),
]);
export type TrailVerdict = Readonly<z.infer<typeof trailVerdictSchema>>;

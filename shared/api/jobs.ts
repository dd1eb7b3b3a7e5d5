import { z } from 'zod';
import { problemSchema } from './problem.ts';

/** expand: folders and zips of an intake become sources; import: one source becomes pages. */
export const JOB_KINDS = ['expand', 'import', 'read', 'assemble', 'package', 'upload', 'reconcile', 'bring-back'] as const;
export const jobKindSchema = z.enum(JOB_KINDS);
export type JobKind = z.infer<typeof jobKindSchema>;

export const jobStateSchema = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobStateSchema>;

export const jobSchema = z.object({
  id: z.string(),
  kind: jobKindSchema,
  batchId: z.string().nullable(),
  state: jobStateSchema,
  done: z.number().int(),
  total: z.number().int(),
  attempts: z.number().int(),
  note: z.string().nullable(),
  problem: problemSchema.nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type Job = Readonly<z.infer<typeof jobSchema>>;

/** Sent on /api/events. Events are hints, the database is the truth: refetch after a reconnect. */
export const serverEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.string() }),
  z.object({
    type: z.literal('progress'),
    batchId: z.string(),
    /** Pages of the batch. */
    done: z.number().int(),
    total: z.number().int(),
    failed: z.number().int(),
    pagesPerMinute: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  z.object({ type: z.literal('changed'), what: z.enum(['batch', 'page', 'record', 'job', 'package', 'upload']), id: z.string(), batchId: z.string().nullable() }),
]);
export type ServerEvent = Readonly<z.infer<typeof serverEventSchema>>;

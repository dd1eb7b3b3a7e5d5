// What the screens of review, sampling and hand-out say to the back end, and hear from it.
import { z } from 'zod';
import { BATCH_STAGES, RECORD_STATES } from '../domain/batch-life.ts';
import { fieldReadingSchema } from '../domain/field.ts';
import { reviewPlanSchema, samplingSchemeSchema } from '../domain/review-plan.ts';
import { ROLES } from '../domain/roles.ts';
import { recordDetailSchema } from './records.ts';

export const recordStateSchema = z.enum(RECORD_STATES);
export const batchStageSchema = z.enum(BATCH_STAGES);
const personSchema = z.object({ id: z.string(), name: z.string() });
export type PersonName = Readonly<z.infer<typeof personSchema>>;

/** Lỗi ảnh quét or lỗi biên mục (TT 05/2025/TT-BNV Điều 9); texts under `errorKind.<code>`. */
export const errorKindSchema = z.object({ code: z.string(), group: z.enum(['indexing', 'scan']) });
export const reviewSettingsSchema = z.object({ plans: z.array(reviewPlanSchema).readonly(), errorKinds: z.array(errorKindSchema).readonly() });
export type ErrorKind = Readonly<z.infer<typeof errorKindSchema>>;

/** Where work is taken from: correction, blind second keying, arbitration, review, the sample of an open lot. */
export const QUEUES = ['correct', 'second', 'arbitrate', 'review', 'sample'] as const;
export const queueSchema = z.enum(QUEUES);
export type Queue = z.infer<typeof queueSchema>;

export const remarkSchema = z.object({
  id: z.string(), recordId: z.string(), field: z.string().nullable(), kind: z.string(), note: z.string(), by: personSchema, at: z.string(),
  lotId: z.string().nullable(), isResolved: z.boolean(),
});
export type Remark = Readonly<z.infer<typeof remarkSchema>>;
export const remarkListSchema = z.object({ remarks: z.array(remarkSchema).readonly() });

export const claimSchema = z.object({ recordId: z.string(), by: personSchema, purpose: queueSchema, since: z.string(), isMine: z.boolean() });
export type Claim = Readonly<z.infer<typeof claimSchema>>;
/** `renewEverySeconds`: say so again within this time or the claim runs out. */
export const claimReplySchema = z.object({ claim: claimSchema, renewEverySeconds: z.number().int() });
export const putClaimSchema = z.object({ purpose: queueSchema });

export const workItemSchema = z.object({
  recordId: z.string(), batchId: z.string(), seq: z.number().int(), title: z.string(), recordType: z.string().nullable(), doubtfulFields: z.number().int(),
  state: recordStateSchema, assignedTo: personSchema.nullable(), keyedBy: personSchema.nullable(), holder: personSchema.nullable(), openRemarks: z.number().int(), returns: z.number().int(),
});
export type WorkItem = Readonly<z.infer<typeof workItemSchema>>;
export const workListSchema = z.object({ items: z.array(workItemSchema).readonly(), total: z.number().int(), next: z.number().int().nullable() });

export const lotSchema = z.object({
  id: z.string(), batchId: z.string(), state: z.enum(['open', 'accepted', 'rejected', 'withdrawn']), size: z.number().int(), scheme: samplingSchemeSchema, codeLetter: z.string(), planLetter: z.string(),
  sampleSize: z.number().int(), accept: z.number().int(), reject: z.number().int(), seed: z.string(), checked: z.number().int(), defective: z.number().int(),
  drawnBy: personSchema, drawnAt: z.string(), decidedAt: z.string().nullable(),
});
export type Lot = Readonly<z.infer<typeof lotSchema>>;
export const lotListSchema = z.object({ lots: z.array(lotSchema).readonly() });
/** Without a seed one is drawn; giving an earlier one draws the same sample from the same records. */
export const drawLotSchema = z.object({ scheme: samplingSchemeSchema.optional(), seed: z.string().min(1).max(64).optional() });

/** Records that wait in a queue for nobody: all who have one of the roles have keyed them. */
export const stuckWorkSchema = z.object({ queue: queueSchema, records: z.number().int(), roles: z.array(z.enum(ROLES)).readonly() });
export type StuckWork = Readonly<z.infer<typeof stuckWorkSchema>>;

export const lifeStepSchema = z.object({ stage: batchStageSchema, at: z.string(), by: personSchema });
export type LifeStep = Readonly<z.infer<typeof lifeStepSchema>>;
export const batchReviewSchema = z.object({
  batchId: z.string(),
  /** null: no plan, nobody checks, packages are made as things stand. */
  plan: reviewPlanSchema.nullable(),
  stage: batchStageSchema,
  states: z.record(z.string(), z.number().int()),
  records: z.number().int(),
  /** What this person can take next, per queue. */
  waiting: z.record(z.string(), z.number().int()),
  life: z.array(lifeStepSchema).readonly(),
  lots: z.array(lotSchema).readonly(),
  people: z.array(personSchema.extend({ records: z.number().int() })).readonly(),
  /** Whom work can be handed to. */
  team: z.array(personSchema).readonly(),
  stuck: z.array(stuckWorkSchema).readonly(),
  mayPackage: z.boolean(),
  /** What this person's roles allow here. */
  may: z.object({ queues: z.array(queueSchema).readonly(), setPlan: z.boolean(), drawLot: z.boolean() }),
});
export type BatchReview = Readonly<z.infer<typeof batchReviewSchema>>;
export const putPlanSchema = z.object({ plan: reviewPlanSchema.nullable() });

export const nextWorkSchema = z.object({ queue: queueSchema, batchId: z.string().optional(), after: z.string().optional() });
export const nextReplySchema = z.object({ recordId: z.string().nullable(), batchId: z.string().nullable(), lotId: z.string().nullable() });

export const finishSchema = z.object({ revision: z.number().int().nonnegative() });
export const stateReplySchema = z.object({ recordId: z.string(), state: recordStateSchema.nullable() });
export type StateReply = Readonly<z.infer<typeof stateReplySchema>>;

export const newRemarkSchema = z.object({ field: z.string().min(1).max(80).nullable(), kind: z.string().min(1).max(40), note: z.string().trim().max(500).default('') });
export const verdictSchema = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('agree'), revision: z.number().int().nonnegative() }),
  z.object({ verdict: z.literal('return'), revision: z.number().int().nonnegative(), remarks: z.array(newRemarkSchema).min(1).max(200) }),
]);
export type Verdict = Readonly<z.infer<typeof verdictSchema>>;
export const sampleVerdictSchema = z.object({ recordId: z.string(), revision: z.number().int().nonnegative(), remarks: z.array(newRemarkSchema).max(200) });

/** What a reviewer sees: the record, what the reader said about each field, and the words of earlier rounds. */
export const recordReviewSchema = z.object({
  record: recordDetailSchema, machine: z.record(z.string(), fieldReadingSchema), state: recordStateSchema, keyedBy: personSchema.nullable(), secondBy: personSchema.nullable(), returns: z.number().int(),
  remarks: z.array(remarkSchema).readonly(), lotId: z.string().nullable(),
  /** Why this person may not judge it; null when they may. */
  refusal: z.enum(['keyed-it', 'not-waiting']).nullable(),
});
export type RecordReview = Readonly<z.infer<typeof recordReviewSchema>>;

/** A blind form: where to look, never what was read. */
export const blindFormSchema = z.object({
  recordId: z.string(), batchId: z.string(), seq: z.number().int(), revision: z.number().int(), recordType: z.string(), pageIds: z.array(z.string()).readonly(),
  fields: z.array(z.object({ key: z.string(), page: z.number().int(), box: fieldReadingSchema.shape.box })).readonly(),
});
export type BlindForm = Readonly<z.infer<typeof blindFormSchema>>;
const fieldValuesSchema = z.record(z.string().max(80), z.string().max(10_000));
export const secondKeyingSchema = z.object({ revision: z.number().int().nonnegative(), values: fieldValuesSchema });

export const arbitrationSchema = z.object({
  record: recordDetailSchema, firstBy: personSchema.nullable(), secondBy: personSchema.nullable(),
  differences: z.array(z.object({ key: z.string(), first: z.string(), second: z.string() })).readonly(),
});
export type Arbitration = Readonly<z.infer<typeof arbitrationSchema>>;
export const arbitrateSchema = z.object({ revision: z.number().int().nonnegative(), values: fieldValuesSchema });

export const handOutSchema = z.object({ to: z.string().min(1).max(64).nullable(), recordIds: z.array(z.string().min(1).max(64)).min(1).max(10_000).optional() });
export const takeBackSchema = z.object({ from: z.string().min(1).max(64) });
export const countReplySchema = z.object({ count: z.number().int() });

/** Of one record, for a person to read. */
export const workStepSchema = z.object({ seq: z.number().int(), event: z.string(), from: z.string().nullable(), to: z.string().nullable(), by: personSchema, at: z.string(), detail: z.string().nullable() });
export type WorkStep = Readonly<z.infer<typeof workStepSchema>>;
export const workStepListSchema = z.object({ steps: z.array(workStepSchema).readonly() });

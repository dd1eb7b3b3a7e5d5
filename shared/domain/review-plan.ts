// How a batch's records are checked, as data: a mode for everything, narrowed by record type, by kind of
// field and by single field. From it follows the road of one record (routeOf): whether a clerk must look
// at all, which fields a second clerk keys blind, whether a reviewer looks, whether a lot is drawn.
// Modes, weaker to stronger (design/facts.md, Keying):
//   certain         accepted by itself when the reader is sure and no rule doubts it; else a clerk looks
//   one-look        a clerk looks; nobody after him
//   key-and-review  a clerk keys, another person reviews
//   double-keying   a second clerk keys it without seeing it; a third settles only what differs
import { z } from 'zod';
import type { FieldReading } from './field.ts';
import { isDoubtful } from './field.ts';
import { FIELD_KINDS, fieldSpec } from './record-types.ts';
import { AQLS, INSPECTION_LEVELS, SEVERITIES } from './sampling.ts';

export const REVIEW_MODES = ['certain', 'one-look', 'key-and-review', 'double-keying'] as const;
export const reviewModeSchema = z.enum(REVIEW_MODES);
export type ReviewMode = z.infer<typeof reviewModeSchema>;

export const samplingSchemeSchema = z.object({
  level: z.enum(INSPECTION_LEVELS),
  aql: z.union(AQLS.map((aql) => z.literal(aql))),
  severity: z.enum(SEVERITIES),
});

const fieldKeySchema = z.string().min(1).max(80);
const typeRulesSchema = z.object({ mode: reviewModeSchema.optional(), fields: z.record(fieldKeySchema, reviewModeSchema).optional() });

export const reviewPlanSchema = z.object({
  /** 'none', a name of resources/review/policies.json, or 'own' once an admin has changed it. */
  name: z.string().min(1).max(60),
  mode: reviewModeSchema,
  kinds: z.partialRecord(z.enum(FIELD_KINDS), reviewModeSchema).default({}),
  types: z.record(z.string().max(10), typeRulesSchema).default({}),
  /** null: no lot is drawn, a record is accepted by itself. */
  sampling: samplingSchemeSchema.nullable(),
});
export type ReviewPlan = Readonly<z.infer<typeof reviewPlanSchema>>;

/**
 * The most particular rule wins: the field, then its kind, then the record type, then the batch. A code is not
 * written on paper, so nobody keys it blind unless a rule names the field or the kind: what a batch or a type
 * wants keyed twice is looked at once there.
 */
export function modeOfField(plan: ReviewPlan, recordType: string, key: string): ReviewMode {
  const ofType = plan.types[recordType];
  const kind = fieldSpec(recordType, key)?.kind;
  const named = ofType?.fields?.[key] ?? (kind === undefined ? undefined : plan.kinds[kind]);
  const general = ofType?.mode ?? plan.mode;
  return named ?? (kind === 'enum' && general === 'double-keying' ? 'one-look' : general);
}

export type RecordRoute = Readonly<{
  /** A clerk must look before anything else. */
  needsClerk: boolean;
  /** Fields a second clerk keys without seeing the first value. */
  secondKeyed: readonly string[];
  needsReview: boolean;
  isSampled: boolean;
}>;

/** The road of one record under a plan. A record of no known type always needs a clerk and a reviewer where the plan has any. */
export function routeOf(plan: ReviewPlan, recordType: string | null, fields: Readonly<Record<string, FieldReading>>): RecordRoute {
  const isSampled = plan.sampling !== null;
  if (recordType === null) return { needsClerk: true, secondKeyed: [], needsReview: plan.mode === 'key-and-review' || plan.mode === 'double-keying', isSampled };
  const modes = Object.entries(fields).map(([key, field]) => ({ key, field, mode: modeOfField(plan, recordType, key) }));
  const base = plan.types[recordType]?.mode ?? plan.mode;
  return {
    needsClerk: base !== 'certain' || modes.length === 0 || modes.some(({ field, mode }) => mode !== 'certain' || (field.from !== 'clerk' && isDoubtful(field))),
    secondKeyed: modes.filter(({ mode }) => mode === 'double-keying').map(({ key }) => key),
    needsReview: base === 'key-and-review' || modes.some(({ mode }) => mode === 'key-and-review'),
    isSampled,
  };
}

/** Whether any record under this plan needs two different people. */
export const needsTwoPeople = (plan: ReviewPlan): boolean => {
  const modes = [plan.mode, ...Object.values(plan.kinds), ...Object.values(plan.types).flatMap((rules) => [rules.mode, ...Object.values(rules.fields ?? {})])];
  return plan.sampling !== null || modes.some((mode) => mode === 'key-and-review' || mode === 'double-keying');
};

export const reviewPoliciesSchema = z.object({
  plans: z.array(reviewPlanSchema).min(1),
  /** Names of the plans that a new batch gets: where one person works alone, and where there are more. */
  defaults: z.object({ alone: z.string(), office: z.string() }),
});
export type ReviewPolicies = Readonly<z.infer<typeof reviewPoliciesSchema>>;

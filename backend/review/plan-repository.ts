// The plan of a batch: stored as data beside it, from the shipped plans (resources/review) or changed by an
// admin. A batch without a plan is nobody's to check.
import { errorKindSchema, type ErrorKind } from '../../shared/api/review.ts';
import { reviewPlanSchema, reviewPoliciesSchema, type ReviewPlan, type ReviewPolicies } from '../../shared/domain/review-plan.ts';
import { z } from 'zod';
import errorKindTable from '../../resources/review/error-kinds.json' with { type: 'json' };
import policyTable from '../../resources/review/policies.json' with { type: 'json' };
import { fromJson, toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';

export const POLICIES: ReviewPolicies = reviewPoliciesSchema.parse(policyTable);
export const ERROR_KINDS: readonly ErrorKind[] = z.object({ kinds: z.array(errorKindSchema) }).parse(errorKindTable).kinds;

export async function findPlan(db: Db, batchId: string): Promise<ReviewPlan | null> {
  const row = await db.selectFrom('review_plans').select('plan').where('batch_id', '=', batchId).executeTakeFirst();
  return row === undefined ? null : fromJson(reviewPlanSchema, row.plan);
}

export async function storePlan(trx: Db, batchId: string, plan: ReviewPlan | null, by: string): Promise<void> {
  await trx.deleteFrom('review_plans').where('batch_id', '=', batchId).execute();
  if (plan !== null) await trx.insertInto('review_plans').values({ batch_id: batchId, plan: toJson(plan), set_by: by, set_at: new Date().toISOString() }).execute();
}

export const planNamed = (name: string): ReviewPlan | null => POLICIES.plans.find((plan) => plan.name === name) ?? null;

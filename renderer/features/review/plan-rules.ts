// What an office sets apart in its plan: a mode for a record type, for a kind of field, for one field. A rule that
// is taken away leaves nothing behind, so that a plan without rules of its own is the shipped one again.
import { modeOfField, type ReviewMode, type ReviewPlan } from '../../../shared/domain/review-plan.ts';
import type { FieldKind } from '../../../shared/domain/record-types.ts';

export type FieldRule = Readonly<{ recordType: string; field: string; mode: ReviewMode }>;

function withoutKey<T>(all: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));
}

/** A type's own mode; undefined: as the whole batch. */
export function withTypeMode(plan: ReviewPlan, recordType: string, mode: ReviewMode | undefined): ReviewPlan {
  const { fields } = plan.types[recordType] ?? {};
  const rest = withoutKey(plan.types, recordType);
  if (mode === undefined && fields === undefined) return { ...plan, types: rest };
  return { ...plan, types: { ...rest, [recordType]: { ...(mode === undefined ? {} : { mode }), ...(fields === undefined ? {} : { fields }) } } };
}

/** A mode for every field of a kind, in all types; undefined: none. */
export function withKindMode(plan: ReviewPlan, kind: FieldKind, mode: ReviewMode | undefined): ReviewPlan {
  const rest = withoutKey(plan.kinds, kind);
  return { ...plan, kinds: mode === undefined ? rest : { ...rest, [kind]: mode } };
}

/** One field's own mode, stronger than that of its kind; undefined: none. */
export function withFieldMode(plan: ReviewPlan, recordType: string, field: string, mode: ReviewMode | undefined): ReviewPlan {
  const { mode: ofType, fields = {} } = plan.types[recordType] ?? {};
  const kept = withoutKey(fields, field);
  const next = mode === undefined ? kept : { ...kept, [field]: mode };
  const types = { ...plan.types, [recordType]: { ...(ofType === undefined ? {} : { mode: ofType }), ...(Object.keys(next).length === 0 ? {} : { fields: next }) } };
  return withTypeMode({ ...plan, types }, recordType, ofType);
}

export function fieldRules(plan: ReviewPlan): readonly FieldRule[] {
  return Object.entries(plan.types).flatMap(([recordType, rules]) => Object.entries(rules.fields ?? {}).map(([field, mode]) => ({ recordType, field, mode })));
}

/** What holds for a field while it has no rule of its own: shown where one is about to be made. */
export const modeWithoutRule = (plan: ReviewPlan, recordType: string, field: string): ReviewMode => modeOfField(withFieldMode(plan, recordType, field, undefined), recordType, field);

import { describe, expect, it } from 'vitest';
import { fieldRules, modeWithoutRule, withFieldMode, withKindMode, withTypeMode } from '../../../../../renderer/features/review/plan-rules.ts';
import { modeOfField, reviewPlanSchema, type ReviewPlan } from '../../../../../shared/domain/review-plan.ts';

const PLAN: ReviewPlan = reviewPlanSchema.parse({ name: 'one-look', mode: 'one-look', sampling: null });

describe('rules of a plan', () => {
  it('for a field win over those of its kind, its type and the batch, and can be taken away one by one', () => {
    const typed = withTypeMode(PLAN, 'KS', 'key-and-review');
    const kinded = withKindMode(typed, 'personName', 'certain');
    const fielded = withFieldMode(kinded, 'KS', 'nksHoTen', 'double-keying');
    expect([PLAN, typed, kinded, fielded].map((plan) => modeOfField(plan, 'KS', 'nksHoTen'))).toEqual(['one-look', 'key-and-review', 'certain', 'double-keying']);
    expect(modeOfField(fielded, 'KS', 'meHoTen')).toBe('certain');
    expect(modeOfField(fielded, 'KH', 'nksHoTen')).not.toBe('double-keying');
    expect(modeWithoutRule(fielded, 'KS', 'nksHoTen')).toBe('certain');
    expect(withTypeMode(withKindMode(withFieldMode(fielded, 'KS', 'nksHoTen', undefined), 'personName', undefined), 'KS', undefined)).toEqual(PLAN);
  });

  it('of a type stay when its mode is taken away, and its mode stays when the last rule goes', () => {
    const both = withTypeMode(withFieldMode(PLAN, 'KS', 'so', 'double-keying'), 'KS', 'certain');
    expect(withTypeMode(both, 'KS', undefined).types).toEqual({ KS: { fields: { so: 'double-keying' } } });
    expect(withFieldMode(both, 'KS', 'so', undefined).types).toEqual({ KS: { mode: 'certain' } });
    expect(withFieldMode(withTypeMode(both, 'KS', undefined), 'KS', 'so', undefined)).toEqual(PLAN);
  });

  it('are listed once each: a second rule for a field replaces the first', () => {
    const plan = withFieldMode(withFieldMode(withFieldMode(PLAN, 'KS', 'so', 'certain'), 'KH', 'so', 'certain'), 'KS', 'so', 'double-keying');
    expect(fieldRules(plan)).toEqual([{ recordType: 'KH', field: 'so', mode: 'certain' }, { recordType: 'KS', field: 'so', mode: 'double-keying' }]);
    expect(reviewPlanSchema.parse(plan)).toEqual(plan);
  });

  it('taken away where there is none change nothing, and never the plan that was given', () => {
    const before = structuredClone(PLAN);
    for (const next of [withFieldMode(PLAN, 'KS', 'so', undefined), withKindMode(PLAN, 'date', undefined), withTypeMode(PLAN, 'VB', undefined)]) expect(next).toEqual(PLAN);
    withFieldMode(PLAN, 'KS', 'so', 'certain');
    expect(PLAN).toEqual(before);
  });

  it('for a name that means something to every object are plain names', () => {
    expect(fieldRules(withFieldMode(PLAN, 'constructor', '__proto__', 'certain'))).toEqual([{ recordType: 'constructor', field: '__proto__', mode: 'certain' }]);
  });
});

import { describe, expect, it } from 'vitest';
import errorKinds from '../../../resources/review/error-kinds.json' with { type: 'json' };
import policies from '../../../resources/review/policies.json' with { type: 'json' };
import type { FieldReading } from '../../../shared/domain/field.ts';
import { modeOfField, needsTwoPeople, reviewPlanSchema, reviewPoliciesSchema, routeOf } from '../../../shared/domain/review-plan.ts';

const read = (value: string, confidence = 0.99): FieldReading => ({ value, confidence, page: 1, box: [0, 0, 1, 1], from: 'ocr', warnings: [] });
const plan = (parts: object) => reviewPlanSchema.parse({ name: 'x', mode: 'one-look', sampling: null, ...parts });

describe('review plans', () => {
  it('the most particular rule wins: field, kind, type, batch', () => {
    const own = plan({ mode: 'certain', kinds: { personName: 'double-keying' }, types: { KS: { mode: 'one-look', fields: { meHoTen: 'key-and-review' } } } });
    expect(modeOfField(own, 'KS', 'meHoTen')).toBe('key-and-review');
    expect(modeOfField(own, 'KS', 'nksHoTen')).toBe('double-keying');
    expect(modeOfField(own, 'KS', 'nksNoiSinh')).toBe('one-look');
    expect(modeOfField(own, 'KT', 'nktNoiChet')).toBe('certain');
    expect(modeOfField(own, 'KT', 'unheardOf')).toBe('certain');
  });

  it('a sure record goes by itself under "certain"; one doubtful field brings a clerk, not a reviewer', () => {
    const certain = plan({ mode: 'certain' });
    expect(routeOf(certain, 'KS', { so: read('1/2018'), nksHoTen: read('LÊ B') })).toEqual({ needsClerk: false, secondKeyed: [], needsReview: false, isSampled: false });
    expect(routeOf(certain, 'KS', { so: read('1/2018', 0.4) })).toMatchObject({ needsClerk: true, needsReview: false });
  });

  it('nothing read at all, or a type unknown, always needs a clerk', () => {
    expect(routeOf(plan({ mode: 'certain' }), 'KS', {}).needsClerk).toBe(true);
    expect(routeOf(plan({ mode: 'key-and-review' }), null, {})).toMatchObject({ needsClerk: true, needsReview: true });
  });

  it('keys blind only the fields that ask for it', () => {
    const names = plan({ mode: 'key-and-review', kinds: { personName: 'double-keying' } });
    expect(routeOf(names, 'KS', { so: read('1/2018'), nksHoTen: read('LÊ B'), meHoTen: read('LÊ C') })).toMatchObject({ secondKeyed: ['nksHoTen', 'meHoTen'], needsReview: true });
  });

  it('nobody keys a code blind unless a rule names it', () => {
    const fields = { so: read('1/2018'), loaiDangKy: read('1') };
    expect(routeOf(plan({ mode: 'double-keying' }), 'KS', fields).secondKeyed).toEqual(['so']);
    expect(routeOf(plan({ mode: 'double-keying', kinds: { enum: 'double-keying' } }), 'KS', fields).secondKeyed).toEqual(['so', 'loaiDangKy']);
  });

  it('double keying alone needs no review after it', () => {
    expect(routeOf(plan({ mode: 'double-keying' }), 'KS', { so: read('1/2018') })).toMatchObject({ needsClerk: true, secondKeyed: ['so'], needsReview: false });
  });

  it('knows whether one person can carry a plan alone', () => {
    expect(needsTwoPeople(plan({ mode: 'one-look' }))).toBe(false);
    expect(needsTwoPeople(plan({ mode: 'one-look', types: { KS: { fields: { so: 'key-and-review' } } } }))).toBe(true);
    expect(needsTwoPeople(plan({ mode: 'certain', sampling: { level: 'II', aql: 1, severity: 'normal' } }))).toBe(true);
  });

  it('refuses modes and AQLs that do not exist', () => {
    expect(reviewPlanSchema.safeParse({ name: 'x', mode: 'trust-me', sampling: null }).success).toBe(false);
    expect(reviewPlanSchema.safeParse({ name: 'x', mode: 'certain', sampling: { level: 'II', aql: 3, severity: 'normal' } }).success).toBe(false);
    expect(reviewPlanSchema.safeParse({ name: 'x', mode: 'certain', kinds: { nonsense: 'certain' }, sampling: null }).success).toBe(false);
  });

  it('the shipped plans are sound, their defaults exist, and one who works alone gets one that he can carry', () => {
    const shipped = reviewPoliciesSchema.parse(policies);
    const named = new Map(shipped.plans.map((one) => [one.name, one]));
    expect(named.size).toBe(shipped.plans.length);
    const alone = named.get(shipped.defaults.alone);
    expect(alone !== undefined && needsTwoPeople(alone)).toBe(false);
    expect(named.has(shipped.defaults.office)).toBe(true);
    expect(new Set(errorKinds.kinds.map((kind) => kind.code)).size).toBe(errorKinds.kinds.length);
  });
});

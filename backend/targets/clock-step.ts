import type { TrialStep } from './upload-target.ts';

/** More than this and signatures, certificates and receipts stop making sense. */
const TOLERATED_MS = 5 * 60_000;

/** Compares our clock with the Date of an answer; nothing when there is none. */
export function clockStep(date: string | undefined, nowMs = Date.now()): readonly TrialStep[] {
  const theirs = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs) || Math.abs(nowMs - theirs) <= TOLERATED_MS) return [];
  return [{ ok: false, code: 'trial-clock-skew', detail: { minutes: Math.round((nowMs - theirs) / 60_000) } }];
}

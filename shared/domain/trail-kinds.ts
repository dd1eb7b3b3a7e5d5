// Every kind of row that the trail may have. A kind that is not here does not compile in appendTrail, and each has
// a text `trail.kind.<kind>` in both languages (tests/unit/trail/trail-kinds.test.ts).
import { RECORD_EVENTS, type RecordEvent } from './batch-life.ts';

const PLAIN_KINDS = [
  'first-admin-made', 'signed-in', 'signed-out', 'signed-out-everywhere', 'sign-in-blocked', 'session-locked', 'session-unlocked', 'password-changed', 'password-reset', 'person-added', 'person-changed',
  'consent-requested', 'consent-given', 'consent-refused', 'consent-withdrawn', 'consent-expired', 'consent-carried-out', 'consent-failed', 'settings-changed', 'clock-set-back',
  'record-read', 'field-changed', 'field-changed-back', 'pages-changed', 'pages-changed-back',
  'batch-opened', 'batch-changed', 'batch-paused', 'batch-resumed', 'batch-stopped', 'batch-deleted', 'files-handed-over',
  'batch-stage', 'review-plan-set', 'work-handed-out', 'work-taken-back', 'lot-drawn', 'lot-accepted', 'lot-rejected', 'lot-withdrawn', 'sample-checked', 'handover-written', 'book-target-set',
  'package-asked', 'package-made', 'package-failed', 'package-acknowledged', 'package-brought-back',
  'upload-queued', 'upload-failed', 'upload-removed', 'uploads-reconciled', 'upload-profile-made', 'upload-profile-changed', 'upload-profile-removed',
  'data-erased', 'person-exported', 'identifier-shown', 'sign-in-history-cleared',
] as const;

export type TrailKind = (typeof PLAIN_KINDS)[number] | `record-${RecordEvent}`;
export const TRAIL_KINDS: readonly TrailKind[] = [...PLAIN_KINDS, ...RECORD_EVENTS.map((event): TrailKind => `record-${event}`)];

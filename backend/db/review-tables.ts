// The tables of review (level 4): where each record stands and who did what to it. What must never happen,
// the same person keying and judging, is refused by the tables themselves, whatever a screen or a route says.
import type { RecordEvent, RecordState } from '../../shared/domain/batch-life.ts';

/** The plan a batch is checked under; no row: nobody checks (the command line's own batches). */
export type ReviewPlanTable = { batch_id: string; /** JSON, shared/domain/review-plan.ts */ plan: string; set_by: string; set_at: string };

export type RecordWorkTable = {
  record_id: string;
  batch_id: string;
  state: RecordState;
  /** Of the record when it came into this state; another revision means that it is not what was checked. */
  revision: number;
  /** Whose work it is, where it was handed out or returned. */
  assigned_to: string | null;
  keyed_by: string | null;
  keyed_at: string | null;
  second_by: string | null;
  second_at: string | null;
  arbitrated_by: string | null;
  arbitrated_at: string | null;
  reviewed_by: string | null;
  reviewed_at: string | null;
  accepted_by: string | null;
  accepted_at: string | null;
  /** The lot it is or was in last. */
  lot_id: string | null;
  /** How often it was returned. */
  returns: number;
};

/** Append only. `record_id` null: a step of the whole batch. */
export type WorkStepTable = { seq: number; batch_id: string; record_id: string | null; event: RecordEvent | 'hand-out' | 'take-back' | 'plan' | 'stage' | 'draw-lot' | 'lot-accepted' | 'lot-rejected' | 'lot-withdrawn'; from_state: string | null; to_state: string | null; by: string; at: string; detail: string | null };

/** Who has a record open. A claim runs out unless it is renewed. */
export type RecordClaimTable = { record_id: string; batch_id: string; purpose: string; person_id: string; since: string; until_ms: number };

/** What a reviewer found wrong; `field` null: the record or its images as a whole. */
export type RemarkTable = { id: string; batch_id: string; record_id: string; field: string | null; kind: string; note: string; by: string; at: string; lot_id: string | null; keyed_by: string | null; resolved_by: string | null; resolved_at: string | null };

/** What the second clerk keyed without seeing the first value. */
export type SecondKeyingTable = { record_id: string; field: string; value: string; by: string; at: string };

export type LotTable = {
  id: string;
  batch_id: string;
  size: number;
  /** JSON: level, AQL, severity. */
  scheme: string;
  code_letter: string;
  plan_letter: string;
  sample_size: number;
  accept: number;
  reject: number;
  /** The sample is the records with the smallest SHA-256 of seed and id (draw-sample.ts). */
  seed: string;
  state: 'open' | 'accepted' | 'rejected' | 'withdrawn';
  drawn_by: string;
  drawn_at: string;
  decided_by: string | null;
  decided_at: string | null;
};
export type LotRecordTable = { lot_id: string; record_id: string; in_sample: number; verdict: 'sound' | 'defective' | null; checked_by: string | null; checked_at: string | null };

/** What the reader said against what was accepted, per field, written when a record is accepted. */
export type FieldOutcomeTable = {
  record_id: string;
  field: string;
  batch_id: string;
  record_type: string;
  form: string;
  kind: string;
  engine: string;
  is_wrong: number;
  was_doubtful: number;
  /** Letters of the accepted value. */
  chars: number;
  keyed_by: string | null;
  lot_id: string | null;
  accepted_at: string;
};

/** Biên bản giao nhận: counts out and back. */
export type HandoverTable = { id: string; batch_id: string; direction: 'received' | 'returned'; on_date: string; books: number; cases: number; pages: number; files: number; giver: string; taker: string; note: string; by: string; created_at: string };

/** What the book's own facts say is to come, and until when. */
export type BookTargetTable = { batch_id: string; unit: string; expected_records: number | null; expected_pages: number | null; first_number: number | null; last_number: number | null; deadline: string | null; set_by: string; set_at: string };

export type ReviewSchema = {
  review_plans: ReviewPlanTable;
  record_work: RecordWorkTable;
  work_steps: WorkStepTable;
  record_claims: RecordClaimTable;
  remarks: RemarkTable;
  second_keyings: SecondKeyingTable;
  lots: LotTable;
  lot_records: LotRecordTable;
  field_outcomes: FieldOutcomeTable;
  handovers: HandoverTable;
  book_targets: BookTargetTable;
};

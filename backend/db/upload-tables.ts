// The tables of uploads (levels 1 and 5): the queue, its profiles, receipts, reconciliation, packages brought back.
export type UploadTable = {
  id: string;
  package_id: string;
  target: string;
  state: 'queued' | 'sending' | 'sent' | 'acknowledged' | 'failed';
  package_sha256: string | null;
  receipt: string | null;
  /** Of the last try, also while it waits for the next one. */
  problem: string | null;
  created_at: string;
  /** null: an address given once, without a profile. */
  profile_id: string | null;
  /** Not tried again before; ISO 8601. */
  not_before: string | null;
  /** JSON, shared/api/uploads.ts: why it does not go now. */
  waiting: string | null;
  finished_at: string | null;
  last_try_at: string | null;
  /** Higher first. */
  priority: number;
  paused: number;
  /** In a row that failed. */
  tries: number;
};
export type UploadPartTable = { upload_id: string; path: string; sha256: string; size_bytes: number; url: string | null; sent_bytes: number; is_done: number };
export type UploadProfileTable = { id: string; name: string; kind: string; address: string; /** JSON, shared/api/uploads.ts. */ settings: string; /** Sealed (secret-box.ts). */ secret: string | null; created_at: string };
export type RecordReceiptTable = { upload_id: string; record_id: string; path: string; identifier: string; sha256: string; at: string };
export type ReconciliationTable = { id: string; profile_id: string; state: 'running' | 'done' | 'failed'; /** JSON, shared/api/uploads.ts. */ result: string | null; problem: string | null; started_at: string; ended_at: string | null };
export type BringBackTable = { id: string; profile_id: string; package_sha256: string; name: string; state: 'queued' | 'downloading' | 'reading' | 'done' | 'failed'; batch_id: string | null; /** JSON: what the records of each PDF said. */ lines: string | null; problem: string | null; by: string; at: string };

export type UploadSchema = {
  uploads: UploadTable;
  upload_parts: UploadPartTable;
  upload_profiles: UploadProfileTable;
  record_receipts: RecordReceiptTable;
  reconciliations: ReconciliationTable;
  bring_backs: BringBackTable;
};

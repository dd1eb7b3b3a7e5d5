// The tables of people, sessions, consents and the trail (level 3). Passwords and session tokens stand here
// only as hashes; a person is never deleted, only disabled, because the trail names them by id.
export type PersonTable = {
  id: string;
  /** Unique, lower case. */
  login: string;
  name: string;
  /** JSON array of roles. */
  roles: string;
  /** backend/accounts/password.ts; parameters inside. */
  password: string;
  must_change: number;
  state: 'active' | 'disabled';
  revision: number;
  created_at: string;
};

export type SessionTable = {
  id: string;
  /** SHA-256 of the token that the browser holds. */
  token_sha256: string;
  person_id: string;
  /** Milliseconds of the steady clock (accounts/steady-clock.ts), which never goes back. */
  created_ms: number;
  seen_ms: number;
  expires_ms: number;
  from: string;
  is_locked: number;
  /** Why it ended; null while it lives. */
  ended: string | null;
};

/** Failed sign-ins, counted per login and per address. */
export type SignInFailureTable = { key: string; failures: number; until_ms: number; last_ms: number };

export type ConsentTable = {
  id: string;
  kind: string;
  /** JSON of what is to be done. */
  subject: string;
  reason: string;
  requested_by: string;
  state: 'waiting' | 'agreed' | 'done' | 'refused' | 'withdrawn' | 'expired' | 'failed';
  decided_by: string | null;
  requested_at: string;
  decided_at: string | null;
  expires_ms: number;
  /** JSON of what came of it: counts, a file to fetch, a problem. */
  result: string | null;
};

/** Append only, held by triggers. What was before and after stands in trail_payloads, so that it can be erased by law while the chain still holds. */
export type TrailTable = {
  seq: number;
  at: string;
  kind: string;
  subject_type: string;
  subject_id: string;
  batch_id: string | null;
  by: string;
  from: string;
  /** SHA-256 of salt, before and after; null when the row has neither. */
  payload_sha256: string | null;
  hash: string;
};
export type TrailPayloadTable = { seq: number; salt: string; before: string | null; after: string | null };
/** Payloads that were erased, and the row that certifies it. */
export type TrailErasureTable = { seq: number; certificate_seq: number };
/** One row: how far the chain goes. */
export type TrailHeadTable = { id: number; seq: number; hash: string };

export type PeopleSchema = {
  people: PersonTable;
  sessions: SessionTable;
  sign_in_failures: SignInFailureTable;
  consents: ConsentTable;
  trail: TrailTable;
  trail_payloads: TrailPayloadTable;
  trail_erasures: TrailErasureTable;
  trail_head: TrailHeadTable;
};

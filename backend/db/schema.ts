// The tables as Kysely sees them. Ids are text and sort by age (ids.ts), times are ISO 8601 text, truth
// is 0 or 1, structured values are JSON text parsed with zod where they are read. Nothing here is
// special to SQLite: the same repositories run on PostgreSQL.
import type { ColumnType, Kysely } from 'kysely';
import type { UploadSchema } from './upload-tables.ts';
import type { PeopleSchema } from './people-tables.ts';
import type { ReviewSchema } from './review-tables.ts';
import type { FieldMark } from '../../shared/domain/field.ts';
import type { ProposalAnswer, SkipReason } from '../../shared/api/page-actions.ts';

export type BatchTable = { id: string; name: string; record_type: string; profile: string; paused: number; assembled_at: string | null; created_at: string; book_number: string | null; year_opened: number | null; place: string | null; dossier_code: string | null };

/** One handing-over of files: an upload, a drop, the folders of a command line. */
export type IntakeTable = { id: string; batch_id: string; seq: number; inputs: string; state: 'waiting' | 'expanded' | 'failed'; problem: string | null; created_at: string };

export type SourceTable = {
  id: string;
  batch_id: string;
  /** The latest intake that listed it. */
  intake_id: string;
  /** Display name plus its occurrence: the same folder listed again finds the same rows. */
  source_key: string;
  position: number;
  display_name: string;
  path: string | null;
  /** Size and modification time of the file when it was listed; a changed file is a new source. */
  stamp: string;
  state: 'waiting' | 'imported' | 'failed';
  sha256: string | null;
  media_type: string | null;
  size_bytes: number | null;
  page_count: number;
  duplicate_of: string | null;
  problem: string | null;
  created_at: string;
};

/** What the content-addressed store holds; rows are only ever added. */
export type OriginalTable = { sha256: string; media_type: string; size_bytes: number; first_name: string; created_at: string };

export type PageTable = {
  id: string;
  batch_id: string;
  source_id: string;
  source_page: number;
  position: number;
  state: 'waiting' | 'reading' | 'read' | 'failed';
  master: string | null;
  master_key: string | null;
  fixed_transforms: string | null;
  reading_key: string | null;
  is_blank: number;
  duplicate_of: string | null;
  problem: string | null;
  reads: number;
  /** Which of the pages that were made out of one page of the file; 0: the first, or the only one. */
  part: number;
  /** 1 in the bin: out of lists, records and packages; its original and its row stay. 2: the part of a spread whose splitting was taken back, shown nowhere. */
  bin: number;
  /** Why the law keeps it from being digitised (TT 03/2025 Điều 5.2); null for an ordinary page. */
  skip_reason: SkipReason | null;
  /** A person's word on where records begin; null leaves it to the extractor. */
  boundary: 'starts' | 'continues' | null;
  /** The record type a person gave to the record that this page belongs to. */
  fixed_type: string | null;
  blank_answer: ProposalAnswer | null;
  duplicate_answer: ProposalAnswer | null;
  poor_answer: ProposalAnswer | null;
  spread_answer: ProposalAnswer | null;
  /** Counts up with every change that records could depend on; 0 once the records are assembled with it. */
  stale: number;
};

/** What reading gave, under the hash of everything that went in: never computed twice, shared between pages. */
export type PageReadingTable = {
  cache_key: string;
  reading: string;
  quality: string;
  transforms: string;
  delivered_sha256: string;
  thumbnail_sha256: string;
  /** Made with the page; null where the delivered one is small enough, or until a screen asks for it. */
  screen_sha256: ColumnType<string | null, string | null | undefined, string | null>;
  /** The picture for civil-status files (small-picture-ref.ts) as JSON; null until it is made. */
  small_picture: ColumnType<string | null, string | null | undefined, string | null>;
  width_px: number;
  height_px: number;
  ms: string;
  text: string;
  text_folded: string;
  created_at: string;
};

export type RecordTable = {
  id: string;
  batch_id: string;
  position: number;
  record_type: string | null;
  record_type_confidence: number;
  form: string | null;
  title: string;
  warnings: string;
  field_count: number;
  doubtful_fields: number;
  extract_ms: number;
  revision: number;
  /** 1 when its pages went to another record or out of the batch; kept, so that undoing finds it as it was. */
  hidden: number;
};
export type RecordPageTable = { record_id: string; page_id: string; ordinal: number };
/** `machine` is what the reader says, also after a clerk has changed the value: undo goes back to it. */
export type RecordFieldTable = { record_id: string; field: string; reading: string; machine: string | null; value: string; value_folded: string; from_clerk: number; /** The hidden record that a clerk's value was taken over from. */ handed_from: string | null };

/** Append only; also the audit trail. No foreign key: a trail outlives what it tells about. */
export type EditTable = { seq: number; /** Of the record, after this edit. */ revision: number; batch_id: string; record_id: string; field: string; before: string | null; after: string | null; by: string; at: string; undoes: number | null; /** Why `after` is empty. */ mark: FieldMark | null; /** The undoing edit that this one does again. */ redoes: number | null };

/** Append only: what a person did to pages, with each page's columns before and after. */
export type PageActionTable = { seq: number; batch_id: string; kind: string; patches: string; page_count: number; by: string; at: string; undoes: number | null };

export type JobTable = {
  id: string;
  kind: string;
  batch_id: string | null;
  subject_id: string;
  state: string;
  priority: number;
  attempts: number;
  done: number;
  total: number;
  note: string | null;
  problem: string | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
};

export type PackageTable = {
  id: string;
  batch_id: string;
  profile: string;
  state: 'building' | 'ready' | 'failed';
  dir: string;
  records: number;
  files: number;
  bytes: number;
  warnings: string;
  problem: string | null;
  created_at: string;
  /** JSON, shared/api/packages.ts; null: unsigned. */
  signature: string | null;
  is_to_be_signed: number;
};

export type SettingTable = { name: string; value: string };

export type Schema = PeopleSchema & ReviewSchema & UploadSchema & {
  batches: BatchTable;
  intakes: IntakeTable;
  sources: SourceTable;
  originals: OriginalTable;
  pages: PageTable;
  page_readings: PageReadingTable;
  records: RecordTable;
  record_pages: RecordPageTable;
  record_fields: RecordFieldTable;
  edits: EditTable;
  page_actions: PageActionTable;
  jobs: JobTable;
  packages: PackageTable;
  settings: SettingTable;
};

/** Either the database or a transaction on it; repositories take this and never open one themselves. */
export type Db = Kysely<Schema>;

// The trail: one append-only table of every change of data, rights and state, written in the transaction of
// the change itself. Each row's hash covers the row and the hash before it, so that an edited, removed or
// moved row shows (verify-trail.ts). What was before and after is hashed with a salt and kept beside the
// row: the law may want it gone (privacy/), and then its absence is certified by a later row, while the chain
// still holds. Times are the machine's own; the order is `seq`, which a clock set back does not change.
import { createHash, randomBytes } from 'node:crypto';
import type { TrailKind } from '../../shared/domain/trail-kinds.ts';
import type { Db } from '../db/schema.ts';
import type { TrailTable } from '../db/people-tables.ts';
import { canonicalJson } from './canonical-json.ts';
import { currentCaller } from './caller.ts';

export type TrailEntry = {
  /** What happened; a text `trail.kind.<kind>` says it to a person. */
  readonly kind: TrailKind;
  /** 'record', 'batch', 'page', 'package', 'upload', 'person', 'session', 'consent', 'workspace' … */
  readonly subjectType: string;
  readonly subjectId: string;
  readonly batchId?: string | null;
  /** Id of a person; default: who makes the request, else 'program'. */
  readonly by?: string;
  /** Where the request came from; default as for `by`. */
  readonly from?: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** ISO 8601; default: now. */
  readonly at?: string;
};

export const GENESIS_HASH = '0'.repeat(64);
export type ChainedRow = Omit<TrailTable, 'hash'>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const hashOfPayload = (salt: string, before: string | null, after: string | null): string => sha256(canonicalJson({ salt, before, after }));
export const hashOfRow = (previous: string, row: ChainedRow): string => sha256(previous + canonicalJson(row));

async function writeHead(trx: Db, seq: number, hash: string, isFirst: boolean): Promise<void> {
  if (isFirst) await trx.insertInto('trail_head').values({ id: 1, seq, hash }).execute();
  else await trx.updateTable('trail_head').set({ seq, hash }).where('id', '=', 1).execute();
}

/** Call inside the transaction of the change. Returns the row's place in the chain. */
export async function appendTrail(trx: Db, entry: TrailEntry): Promise<number> {
  const caller = currentCaller();
  const head = await trx.selectFrom('trail_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst();
  const before = entry.before === undefined ? null : canonicalJson(entry.before);
  const after = entry.after === undefined ? null : canonicalJson(entry.after);
  const salt = randomBytes(16).toString('hex');
  const hasPayload = before !== null || after !== null;
  const row: ChainedRow = {
    seq: Number(head?.seq ?? 0) + 1, at: entry.at ?? new Date().toISOString(), kind: entry.kind, subject_type: entry.subjectType, subject_id: entry.subjectId,
    batch_id: entry.batchId ?? null, by: entry.by ?? caller.by, from: entry.from ?? caller.from, payload_sha256: hasPayload ? hashOfPayload(salt, before, after) : null,
  };
  const hash = hashOfRow(head?.hash ?? GENESIS_HASH, row);
  await trx.insertInto('trail').values({ ...row, hash }).execute();
  if (hasPayload) await trx.insertInto('trail_payloads').values({ seq: row.seq, salt, before, after }).execute();
  await writeHead(trx, row.seq, hash, head === undefined);
  return row.seq;
}

// Walks the whole chain and names the first row that is not as it was written. Found: a changed row (its hash),
// a removed or inserted one (the numbers, or the hash after it), a changed payload, a payload gone without its
// certificate, and rows missing at the end (the head; and anchors, which stand outside the database).
import type { Selectable } from 'kysely';
import type { TrailVerdict } from '../../shared/api/trail.ts';
import type { TrailTable } from '../db/people-tables.ts';
import type { Db } from '../db/schema.ts';
import { GENESIS_HASH, hashOfPayload, hashOfRow } from './trail.ts';

export type Anchor = { readonly seq: number; readonly hash: string };
export type { TrailVerdict } from '../../shared/api/trail.ts';
type TrailFault = Extract<TrailVerdict, { ok: false }>['fault'];

const CHUNK_ROWS = 2000;

type Walked = Selectable<TrailTable> & { readonly salt: string | null; readonly before: string | null; readonly after: string | null; readonly certificate_seq: number | null };

/** Rows after a place, and where the head is at that same moment: rows are added meanwhile. */
const chunkAfter = (db: Db, after: number): Promise<{ readonly rows: readonly Walked[]; readonly head: Anchor }> => db.transaction().execute(async (trx) => {
  const rows = await trx.selectFrom('trail').leftJoin('trail_payloads as payload', 'payload.seq', 'trail.seq').leftJoin('trail_erasures as erasure', 'erasure.seq', 'trail.seq')
    .selectAll('trail').select(['payload.salt', 'payload.before', 'payload.after', 'erasure.certificate_seq']).where('trail.seq', '>', after).orderBy('trail.seq').limit(CHUNK_ROWS).execute();
  const head = await trx.selectFrom('trail_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst();
  return { rows, head: { seq: Number(head?.seq ?? 0), hash: head?.hash ?? GENESIS_HASH } };
});

type Place = { readonly seq: number; readonly hash: string };

function faultOf(row: Walked, previous: Place): TrailFault | undefined {
  if (Number(row.seq) !== previous.seq + 1) return 'row-missing';
  const chained = { seq: Number(row.seq), at: row.at, kind: row.kind, subject_type: row.subject_type, subject_id: row.subject_id, batch_id: row.batch_id, by: row.by, from: row.from, payload_sha256: row.payload_sha256 };
  if (hashOfRow(previous.hash, chained) !== row.hash) return 'row-changed';
  if (row.payload_sha256 === null) return row.salt === null ? undefined : 'payload-changed';
  if (row.salt === null) return row.certificate_seq === null || Number(row.certificate_seq) <= Number(row.seq) ? 'payload-missing' : undefined;
  return hashOfPayload(row.salt, row.before, row.after) === row.payload_sha256 ? undefined : 'payload-changed';
}

/** Erasures count only when the row that certifies them is one. */
async function findFalseCertificate(db: Db): Promise<number | undefined> {
  const row = await db.selectFrom('trail_erasures').leftJoin('trail', 'trail.seq', 'trail_erasures.certificate_seq').select('trail_erasures.seq')
    .where((e) => e.or([e('trail.kind', 'is', null), e('trail.kind', '<>', 'data-erased')])).orderBy('trail_erasures.seq').limit(1).executeTakeFirst();
  return row === undefined ? undefined : Number(row.seq);
}

type Walk = { last: Place; erased: number; readonly expected: Map<number, string> };

/** One chunk on; undefined while everything is as it was written. */
function walk(on: Walk, rows: readonly Walked[]): TrailVerdict | undefined {
  for (const row of rows) {
    const seq = Number(row.seq);
    const fault = faultOf(row, on.last);
    if (fault !== undefined) return { ok: false, rows: on.last.seq, seq: fault === 'row-missing' ? on.last.seq + 1 : seq, fault };
    if (on.expected.has(seq) && on.expected.get(seq) !== row.hash) return { ok: false, rows: on.last.seq, seq, fault: 'anchor-differs' };
    on.expected.delete(seq);
    if (row.payload_sha256 !== null && row.salt === null) on.erased += 1;
    on.last = { seq, hash: row.hash };
  }
  return undefined;
}

async function checkEnd(db: Db, { last, erased, expected }: Walk, head: Anchor): Promise<TrailVerdict> {
  if (head.seq !== last.seq || head.hash !== last.hash) return { ok: false, rows: last.seq, seq: Math.min(head.seq, last.seq) + 1, fault: 'end-missing' };
  const uncertified = await findFalseCertificate(db);
  if (uncertified !== undefined) return { ok: false, rows: last.seq, seq: uncertified, fault: 'payload-missing' };
  if (expected.size > 0) return { ok: false, rows: last.seq, seq: last.seq + 1, fault: 'end-missing' };
  return { ok: true, rows: last.seq, erased, head: last };
}

/** `anchors`: places of the chain that were written down elsewhere. Rows added while it walks are walked too. */
export async function verifyTrail(db: Db, anchors: readonly Anchor[] = []): Promise<TrailVerdict> {
  const on: Walk = { last: { seq: 0, hash: GENESIS_HASH }, erased: 0, expected: new Map(anchors.map((anchor) => [anchor.seq, anchor.hash])) };
  for (;;) {
    const { rows, head } = await chunkAfter(db, on.last.seq);
    if (rows.length === 0) return checkEnd(db, on, head);
    const broken = walk(on, rows);
    if (broken !== undefined) return broken;
  }
}

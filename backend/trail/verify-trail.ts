// Walks the whole chain and names the first row that is not as it was written. Found: a changed row (its hash),
// a removed or inserted one (the numbers, or the hash after it), a changed payload, a payload gone without its
// certificate, and rows missing at the end (the head; and anchors, which stand outside the database).
import type { Selectable } from 'kysely';
import type { TrailTable } from '../db/people-tables.ts';
import type { Db } from '../db/schema.ts';
import { GENESIS_HASH, hashOfPayload, hashOfRow } from './trail.ts';

export type Anchor = { readonly seq: number; readonly hash: string };
export type TrailFault = 'row-changed' | 'row-missing' | 'payload-changed' | 'payload-missing' | 'end-missing' | 'anchor-differs';
export type TrailVerdict =
  | { readonly ok: true; readonly rows: number; readonly erased: number; readonly head: Anchor }
  | { readonly ok: false; readonly rows: number; readonly seq: number; readonly fault: TrailFault };

const CHUNK_ROWS = 2000;

type Walked = Selectable<TrailTable> & { readonly salt: string | null; readonly before: string | null; readonly after: string | null; readonly certificate_seq: number | null };

async function* chunksOf(db: Db): AsyncGenerator<readonly Walked[]> {
  for (let after = 0; ; ) {
    const rows = await db.selectFrom('trail').leftJoin('trail_payloads as payload', 'payload.seq', 'trail.seq').leftJoin('trail_erasures as erasure', 'erasure.seq', 'trail.seq')
      .selectAll('trail').select(['payload.salt', 'payload.before', 'payload.after', 'erasure.certificate_seq']).where('trail.seq', '>', after).orderBy('trail.seq').limit(CHUNK_ROWS).execute();
    if (rows.length === 0) return;
    yield rows;
    after = Number(rows.at(-1)?.seq ?? after);
  }
}

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

async function checkEnd(db: Db, last: Place): Promise<TrailVerdict | undefined> {
  const head = await db.selectFrom('trail_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst();
  const expected = { seq: Number(head?.seq ?? 0), hash: head?.hash ?? GENESIS_HASH };
  if (expected.seq === last.seq && expected.hash === last.hash) return undefined;
  return { ok: false, rows: last.seq, seq: Math.min(expected.seq, last.seq) + 1, fault: 'end-missing' };
}

/** `anchors`: places of the chain that were written down elsewhere. */
export async function verifyTrail(db: Db, anchors: readonly Anchor[] = []): Promise<TrailVerdict> {
  const expected = new Map(anchors.map((anchor) => [anchor.seq, anchor.hash]));
  let last: Place = { seq: 0, hash: GENESIS_HASH };
  let erased = 0;
  for await (const rows of chunksOf(db)) {
    for (const row of rows) {
      const fault = faultOf(row, last);
      const seq = Number(row.seq);
      if (fault !== undefined) return { ok: false, rows: last.seq, seq: fault === 'row-missing' ? last.seq + 1 : seq, fault };
      if (expected.has(seq) && expected.get(seq) !== row.hash) return { ok: false, rows: last.seq, seq, fault: 'anchor-differs' };
      expected.delete(seq);
      if (row.payload_sha256 !== null && row.salt === null) erased += 1;
      last = { seq, hash: row.hash };
    }
  }
  const broken = await checkEnd(db, last);
  if (broken !== undefined) return broken;
  const uncertified = await findFalseCertificate(db);
  if (uncertified !== undefined) return { ok: false, rows: last.seq, seq: uncertified, fault: 'payload-missing' };
  const beyond = [...expected.keys()].sort((a, b) => a - b)[0];
  if (beyond !== undefined) return { ok: false, rows: last.seq, seq: last.seq + 1, fault: 'end-missing' };
  return { ok: true, rows: last.seq, erased, head: last };
}

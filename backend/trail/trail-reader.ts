// Reading the trail for people: one subject's history, or all of it with filters, newest first.
import { z } from 'zod';
import type { TrailQuery, TrailRow } from '../../shared/api/trail.ts';
import type { Db } from '../db/schema.ts';

const valueOf = (text: string | null): unknown => (text === null ? null : (z.unknown().parse(JSON.parse(text))));

export async function readTrail(db: Db, query: TrailQuery): Promise<{ rows: readonly TrailRow[]; next: number | null }> {
  let select = db.selectFrom('trail').leftJoin('trail_payloads as payload', 'payload.seq', 'trail.seq').leftJoin('trail_erasures as erasure', 'erasure.seq', 'trail.seq')
    .selectAll('trail').select(['payload.before', 'payload.after', 'erasure.certificate_seq']).orderBy('trail.seq', 'desc').limit(query.limit + 1);
  if (query.before !== undefined) select = select.where('trail.seq', '<', query.before);
  if (query.subjectType !== undefined) select = select.where('trail.subject_type', '=', query.subjectType);
  if (query.subjectId !== undefined) select = select.where('trail.subject_id', '=', query.subjectId);
  if (query.batchId !== undefined) select = select.where('trail.batch_id', '=', query.batchId);
  if (query.by !== undefined) select = select.where('trail.by', '=', query.by);
  if (query.kind !== undefined) select = select.where('trail.kind', '=', query.kind);
  if (query.since !== undefined) select = select.where('trail.at', '>=', query.since);
  if (query.until !== undefined) select = select.where('trail.at', '<', query.until);
  const found = await select.execute();
  const rows = found.slice(0, query.limit).map((row): TrailRow => ({
    seq: Number(row.seq), at: row.at, kind: row.kind, subjectType: row.subject_type, subjectId: row.subject_id, batchId: row.batch_id, by: row.by, from: row.from,
    before: valueOf(row.before), after: valueOf(row.after), isErased: row.certificate_seq !== null,
  }));
  return { rows, next: found.length > query.limit ? (rows.at(-1)?.seq ?? null) : null };
}

export async function listKinds(db: Db): Promise<readonly string[]> {
  return (await db.selectFrom('trail').select('kind').distinct().orderBy('kind').execute()).map((row) => row.kind);
}

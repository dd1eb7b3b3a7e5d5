// The trail of one batch as JSON lines, to go with its package: each row with what was before and after, the hash
// before it and its own, so that every line can be checked by itself (verifyExportedTrail); the last line is
// the chain's head at that moment. Kept elsewhere, such a file is also an anchor: a chain made anew later does
// not agree with it.
import { z } from 'zod';
import type { Db } from '../db/schema.ts';
import { GENESIS_HASH, hashOfPayload, hashOfRow } from './trail.ts';
import type { Anchor } from './verify-trail.ts';

const CHUNK_ROWS = 1000;

const lineSchema = z.object({
  seq: z.number().int(), at: z.string(), kind: z.string(), subjectType: z.string(), subjectId: z.string(), batchId: z.string().nullable(), by: z.string(), from: z.string(),
  payloadSha256: z.string().nullable(), salt: z.string().nullable(), before: z.string().nullable(), after: z.string().nullable(), previous: z.string(), hash: z.string(),
});
type Line = z.infer<typeof lineSchema>;
const headSchema = z.object({ head: z.object({ seq: z.number().int(), hash: z.string() }) });

async function previousHashes(db: Db, seqs: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await db.selectFrom('trail').select(['seq', 'hash']).where('seq', 'in', seqs.map((seq) => seq - 1)).execute();
  return new Map(rows.map((row) => [Number(row.seq) + 1, row.hash]));
}

async function chunkAfter(db: Db, batchId: string, after: number): Promise<readonly Line[]> {
  const rows = await db.selectFrom('trail').leftJoin('trail_payloads as payload', 'payload.seq', 'trail.seq').selectAll('trail').select(['payload.salt', 'payload.before', 'payload.after'])
    .where('trail.batch_id', '=', batchId).where('trail.seq', '>', after).orderBy('trail.seq').limit(CHUNK_ROWS).execute();
  if (rows.length === 0) return [];
  const previous = await previousHashes(db, rows.map((row) => Number(row.seq)));
  return rows.map((row) => ({
    seq: Number(row.seq), at: row.at, kind: row.kind, subjectType: row.subject_type, subjectId: row.subject_id, batchId: row.batch_id, by: row.by, from: row.from,
    payloadSha256: row.payload_sha256, salt: row.salt, before: row.before, after: row.after, previous: previous.get(Number(row.seq)) ?? GENESIS_HASH, hash: row.hash,
  }));
}

/** JSON lines, each with its line end. */
export async function* exportTrail(db: Db, batchId: string): AsyncGenerator<string> {
  let last = 0;
  for (let lines = await chunkAfter(db, batchId, 0); lines.length > 0; lines = await chunkAfter(db, batchId, last)) {
    for (const line of lines) yield `${JSON.stringify(line)}\n`;
    last = lines.at(-1)?.seq ?? last;
  }
  const head = await db.selectFrom('trail_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst();
  yield `${JSON.stringify({ head: { seq: Number(head?.seq ?? 0), hash: head?.hash ?? GENESIS_HASH } })}\n`;
}

const isSound = (line: Line): boolean =>
  hashOfRow(line.previous, { seq: line.seq, at: line.at, kind: line.kind, subject_type: line.subjectType, subject_id: line.subjectId, batch_id: line.batchId, by: line.by, from: line.from, payload_sha256: line.payloadSha256 }) === line.hash
  && (line.salt === null || hashOfPayload(line.salt, line.before, line.after) === line.payloadSha256);

/** Checks the lines by themselves; the anchors are for verifyTrail. `badLine`: 1-based, null when all are sound. */
export function verifyExportedTrail(text: string): { readonly rows: number; readonly badLine: number | null; readonly anchors: readonly Anchor[] } {
  const anchors: Anchor[] = [];
  const lines = text.split('\n').filter((line) => line !== '');
  let rows = 0;
  for (const [at, raw] of lines.entries()) {
    let value: unknown;
    try {
      value = JSON.parse(raw);
    } catch {
      return { rows, badLine: at + 1, anchors };
    }
    const head = headSchema.safeParse(value);
    const line = lineSchema.safeParse(value);
    if (head.success) anchors.push(head.data.head);
    else if (!line.success || !isSound(line.data)) return { rows, badLine: at + 1, anchors };
    else {
      anchors.push({ seq: line.data.seq, hash: line.data.hash });
      rows += 1;
    }
  }
  return { rows, badLine: null, anchors: anchors.filter((anchor) => anchor.seq > 0) };
}

// Places of the chain written down outside the database, in trail.anchors beside it: at every start and end of
// the program. Rows that are gone together with the database's own head still show against them.
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Db } from '../db/schema.ts';
import { guardStorage } from '../storage/storage-error.ts';
import type { Anchor } from './verify-trail.ts';

const anchorSchema = z.object({ seq: z.number().int().positive(), hash: z.string().length(64), at: z.string() });

export const anchorFile = (dataDir: string): string => path.join(dataDir, 'trail.anchors');

/** A line that is cut off (the power went while it was written) is no anchor. */
export async function readAnchors(file: string): Promise<readonly Anchor[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = anchorSchema.safeParse(JSON.parse(line));
      return parsed.success ? [{ seq: parsed.data.seq, hash: parsed.data.hash }] : [];
    } catch {
      return [];
    }
  });
}

export async function writeAnchor(db: Db, file: string): Promise<void> {
  const head = await db.selectFrom('trail_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst();
  if (head === undefined || (await readAnchors(file)).some((anchor) => anchor.seq === Number(head.seq) && anchor.hash === head.hash)) return;
  await guardStorage(file, () => appendFile(file, `${JSON.stringify({ seq: Number(head.seq), hash: head.hash, at: new Date().toISOString() })}\n`, { flush: true }));
}

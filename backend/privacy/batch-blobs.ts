// Which stored bytes belong to one batch alone: its originals, masters, delivered images, screen images, thumbnails and small
// pictures, but none that another batch also uses.
import { z } from 'zod';
import { fromJsonOrNull } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { smallPictureSchema } from '../packaging/small-picture-ref.ts';

const masterSchema = z.object({ sha256: z.string() });
const shaOfMaster = (text: string | null): readonly string[] => {
  const parsed = text === null ? undefined : masterSchema.safeParse(JSON.parse(text));
  return parsed?.success === true ? [parsed.data.sha256] : [];
};

export type BatchBlobs = { readonly originals: readonly string[]; readonly derivatives: readonly string[]; readonly readingKeys: readonly string[] };

async function usedBy(db: Db, batchId: string, isOurs: boolean): Promise<{ originals: Set<string>; readings: Set<string> }> {
  const op = isOurs ? '=' : '<>';
  const sources = await db.selectFrom('sources').select('sha256').where('batch_id', op, batchId).where('sha256', 'is not', null).execute();
  const pages = await db.selectFrom('pages').select(['master', 'reading_key']).where('batch_id', op, batchId).execute();
  return {
    originals: new Set([...sources.map((row) => row.sha256 ?? ''), ...pages.flatMap((row) => shaOfMaster(row.master))]),
    readings: new Set(pages.flatMap((row) => (row.reading_key === null ? [] : [row.reading_key]))),
  };
}

export async function listBatchBlobs(db: Db, batchId: string): Promise<BatchBlobs> {
  const ours = await usedBy(db, batchId, true);
  const others = await usedBy(db, batchId, false);
  const readingKeys = [...ours.readings].filter((key) => !others.readings.has(key));
  const derivatives = new Set<string>();
  for (let at = 0; at < readingKeys.length; at += 500) {
    const rows = await db.selectFrom('page_readings').select(['delivered_sha256', 'thumbnail_sha256', 'screen_sha256', 'small_picture']).where('cache_key', 'in', readingKeys.slice(at, at + 500)).execute();
    for (const row of rows) for (const sha256 of [row.delivered_sha256, row.thumbnail_sha256, row.screen_sha256, fromJsonOrNull(smallPictureSchema, row.small_picture)?.sha256]) if (sha256 !== null && sha256 !== undefined) derivatives.add(sha256);
  }
  return { originals: [...ours.originals].filter((sha256) => !others.originals.has(sha256)), derivatives: [...derivatives], readingKeys };
}

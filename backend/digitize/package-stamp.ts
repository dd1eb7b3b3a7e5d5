// What a package was built from, as one hash: records with their revisions, pages with their readings.
// The same stamp again means that the package need not be built again.
import { createHash } from 'node:crypto';
import type { Profile } from '../../shared/api/batches.ts';
import type { Db } from '../db/schema.ts';
import { VERSION } from '../version.ts';

export async function packageStamp(db: Db, batchId: string, profile: Profile): Promise<string> {
  const batch = await db.selectFrom('batches').select('name').where('id', '=', batchId).executeTakeFirst();
  const records = await db.selectFrom('records').select(['id', 'revision']).where('batch_id', '=', batchId).where('hidden', '=', 0).orderBy('position').orderBy('id').execute();
  const pages = await db.selectFrom('record_pages').innerJoin('pages', 'pages.id', 'record_pages.page_id').innerJoin('records', 'records.id', 'record_pages.record_id')
    .select(['record_id', 'ordinal', 'pages.reading_key']).where('pages.batch_id', '=', batchId).where('records.hidden', '=', 0).orderBy('record_id').orderBy('ordinal').execute();
  return createHash('sha256').update(JSON.stringify([VERSION, profile, batch?.name, records, pages])).digest('hex');
}

const settingName = (batchId: string): string => `package-stamp:${batchId}`;

/** The ready package that was built from this very content, if there is one. */
export async function findPackageByStamp(db: Db, batchId: string, stamp: string): Promise<string | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', settingName(batchId)).executeTakeFirst();
  const [kept, id] = row?.value.split(' ') ?? [];
  if (kept !== stamp || id === undefined) return undefined;
  const ready = await db.selectFrom('packages').select('id').where('id', '=', id).where('state', '=', 'ready').executeTakeFirst();
  return ready?.id;
}

export async function keepPackageStamp(db: Db, batchId: string, stamp: string, packageId: string): Promise<void> {
  const row = { name: settingName(batchId), value: `${stamp} ${packageId}` };
  await db.insertInto('settings').values(row).onConflict((c) => c.column('name').doUpdateSet(row)).execute();
}

// The small pictures of a batch's pages, for civil-status files. They are made while a page is read; what is missing
// when a package is wanted (another profile then, a reading that was known already, a cache that was deleted, an older
// way of making them) is made first, by all workers side by side, and remembered with the page's reading. A page that
// is turned or cropped has another reading, and with it another picture.
import { z } from 'zod';
import { isAppError } from '../../shared/errors.ts';
import { transformsSchema } from '../../shared/domain/transform.ts';
import { fromJson, fromJsonOrNull, toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { mapAhead } from '../packaging/map-ahead.ts';
import { SMALL_PICTURE_MAKER, smallPictureSchema, type SmallPictureRef } from '../packaging/small-picture-ref.ts';
import { pageMasterSchema } from '../pipeline/page-master.ts';
import type { Workspace } from '../storage/workspace.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';
import { findReading } from './page-repository.ts';

/** By the key of the page's reading; pages without an entry need none. */
export type SmallPictures = ReadonlyMap<string, SmallPictureRef>;

type Parts = { readonly db: Db; readonly workspace: Pick<Workspace, 'derivatives'>; readonly pool: WorkerPool };
type Wanted = { readonly reading_key: string; readonly master: string };
type Context = { readonly signal: AbortSignal; progress(done: number, total: number): void };

const TIMEOUT_MS = 60_000;

/** Errors: what opening an original may throw, 'cancelled'. */
export async function prepareSmallPictures(parts: Parts, batchId: string, { signal, progress }: Context): Promise<SmallPictures> {
  const wanted = await listWanted(parts.db, batchId);
  const pictures = new Map<string, SmallPictureRef>();
  let done = 0;
  // One more than there are workers, so that none waits for this process.
  for await (const [key, picture] of mapAhead(wanted, parts.pool.size + 1, async (page) => [page.reading_key, await ensure(parts, page, signal)] as const)) {
    signal.throwIfAborted();
    if (picture !== null) pictures.set(key, picture);
    progress((done += 1), wanted.length);
  }
  return pictures;
}

/** Pages of records, each reading once. */
async function listWanted(db: Db, batchId: string): Promise<readonly Wanted[]> {
  const rows = await db.selectFrom('record_pages').innerJoin('pages', 'pages.id', 'record_pages.page_id').innerJoin('records', 'records.id', 'record_pages.record_id')
    .select(['pages.reading_key', 'pages.master']).where('records.batch_id', '=', batchId).where('records.hidden', '=', 0).orderBy('pages.position').execute();
  const wanted = rows.flatMap(({ reading_key, master }): Wanted[] => (reading_key === null || master === null ? [] : [{ reading_key, master }]));
  return [...new Map(wanted.map((page) => [page.reading_key, page])).values()];
}

async function ensure({ db, workspace, pool }: Parts, { reading_key: key, master }: Wanted, signal: AbortSignal): Promise<SmallPictureRef | null> {
  const reading = await findReading(db, key);
  if (reading === undefined) return null;
  const kept = fromJsonOrNull(smallPictureSchema, reading.small_picture);
  if (kept?.madeBy === SMALL_PICTURE_MAKER && (await isSound(workspace, kept.sha256))) return kept;
  const { dpi } = fromJson(z.object({ dpi: z.number() }), reading.quality);
  const { smallPicture } = await pool.run({ kind: 'make-small-picture', master: fromJson(pageMasterSchema, master), transforms: fromJson(transformsSchema, reading.transforms), dpi }, { signal, timeoutMs: TIMEOUT_MS });
  await db.updateTable('page_readings').set({ small_picture: smallPicture === null ? null : toJson(smallPicture) }).where('cache_key', '=', key).execute();
  return smallPicture;
}

/** Lost or damaged, a derivative is only made again. */
const isSound = (workspace: Parts['workspace'], sha256: string): Promise<boolean> =>
  workspace.derivatives.get(sha256).then(() => true, (error: unknown) => {
    if (isAppError(error)) return false;
    throw error;
  });

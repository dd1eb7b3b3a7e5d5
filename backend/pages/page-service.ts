// What can be done with a page by itself: look at it, read it again. What changes pages is an action and can
// be taken back: page-actions/.
import type { RegionReading } from '../../shared/api/page-actions.ts';
import type { PageDetail } from '../../shared/api/pages.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import { qualityFactsSchema } from '../../shared/domain/reading.ts';
import { AppError } from '../../shared/errors.ts';
import { fromJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import { insertJob, PRIORITY } from '../jobs/job-repository.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { findBatch } from '../batches/batch-repository.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';
import type { PageImages } from './page-image.ts';
import { countPagesOf, findPage, findPageDetail, findReading, listPages, type PageRow, type PageShelf } from './page-repository.ts';

const REGION_TIMEOUT_MS = 30_000;

export type PageService = {
  list(batchId: string, shelf: PageShelf, after: number, limit: number): Promise<{ pages: readonly (Awaited<ReturnType<typeof listPages>>)[number][]; total: number; next: number | null }>;
  get(id: string): Promise<PageDetail>;
  /** Reads it again. 'wrong-state' while it is being read, or when there is no image to read. */
  retry(id: string): Promise<PageDetail>;
  /** Reads a part of the delivered image, in its pixels. 'wrong-state' for a page that is not read. */
  readRegion(id: string, box: Box, signal?: AbortSignal): Promise<RegionReading>;
};

export function createPageService(parts: { db: Db; runner: JobRunner; events: EventHub; images: PageImages; pool: WorkerPool }): PageService {
  const { db, runner, events } = parts;
  const detail = async (id: string): Promise<PageDetail> => {
    const page = await findPageDetail(db, id);
    if (page === undefined) throw new AppError('not-found', { what: 'page', id });
    return page;
  };
  const readAgain = async (id: string, change: (trx: Db, page: PageRow) => Promise<void>): Promise<PageDetail> => {
    const batchId = await db.transaction().execute(async (trx) => {
      const page = await findPage(trx, id);
      if (page === undefined) throw new AppError('not-found', { what: 'page', id });
      if (page.master === null) throw new AppError('wrong-state', { state: 'no-image', id }, 'rescan');
      await change(trx, page);
      await trx.updateTable('pages').set({ state: 'waiting', problem: null }).where('id', '=', id).execute();
      const queued = await trx.selectFrom('jobs').select('id').where('subject_id', '=', id).where('kind', '=', 'read').where('state', '=', 'queued').executeTakeFirst();
      if (queued === undefined) await insertJob(trx, { kind: 'read', batchId: page.batch_id, subjectId: id, priority: PRIORITY.asked });
      return page.batch_id;
    });
    runner.wake();
    events.changed('page', id, batchId);
    return detail(id);
  };
  return {
    list: async (batchId, shelf, after, limit) => {
      if ((await findBatch(db, batchId)) === undefined) throw new AppError('not-found', { what: 'batch', id: batchId });
      const pages = await listPages(db, batchId, shelf, after, limit);
      const total = await countPagesOf(db, batchId, shelf);
      const end = after + pages.length;
      return { pages, total, next: end < total && pages.length > 0 ? end : null };
    },
    get: detail,
    readRegion: async (id, box, signal) => {
      const page = await findPage(db, id);
      if (page === undefined) throw new AppError('not-found', { what: 'page', id });
      const reading = page.reading_key === null ? undefined : await findReading(db, page.reading_key);
      if (reading === undefined) throw new AppError('wrong-state', { state: 'not-read', id }, 'again');
      const sha256 = await parts.images.ensureDelivered(page);
      const { dpi } = fromJson(qualityFactsSchema, reading.quality);
      const delivered = { sha256, widthPx: reading.width_px, heightPx: reading.height_px };
      return parts.pool.run({ kind: 'read-region', delivered, dpi, box }, { urgent: true, timeoutMs: REGION_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) });
    },
    retry: (id) =>
      readAgain(id, async (trx, page) => {
        if (page.state === 'reading') throw new AppError('wrong-state', { state: 'reading', id }, 'again');
        // Asked for by a person: the kept result is not what they want.
        if (page.state === 'read' && page.reading_key !== null) await forgetReading(trx, page.id, page.reading_key);
      }),
  };
}

/** Drops a kept reading unless another page uses it too. */
async function forgetReading(trx: Db, pageId: string, key: string): Promise<void> {
  const other = await trx.selectFrom('pages').select('id').where('reading_key', '=', key).where('id', '<>', pageId).limit(1).executeTakeFirst();
  if (other !== undefined) return;
  await trx.updateTable('pages').set({ reading_key: null }).where('id', '=', pageId).execute();
  await trx.deleteFrom('page_readings').where('cache_key', '=', key).execute();
}

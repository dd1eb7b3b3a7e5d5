// What can be done with a page: look at it, read it again, fix its transforms.
import type { PageDetail } from '../../shared/api/pages.ts';
import type { Transform } from '../../shared/domain/transform.ts';
import { AppError } from '../../shared/errors.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import { insertJob, PRIORITY } from '../jobs/job-repository.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { findBatch } from '../batches/batch-repository.ts';
import { countPagesOf, findPage, findPageDetail, listPages, type PageRow } from './page-repository.ts';

export type PageService = {
  list(batchId: string, after: number, limit: number): Promise<{ pages: readonly (Awaited<ReturnType<typeof listPages>>)[number][]; total: number; next: number | null }>;
  get(id: string): Promise<PageDetail>;
  /** Reads it again. 'wrong-state' while it is being read, or when there is no image to read. */
  retry(id: string): Promise<PageDetail>;
  /** Clean-up as a person wants it; null lets the program decide again. The page is read anew. */
  putTransforms(id: string, transforms: readonly Transform[] | null): Promise<PageDetail>;
};

export function createPageService(parts: { db: Db; runner: JobRunner; events: EventHub }): PageService {
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
    list: async (batchId, after, limit) => {
      if ((await findBatch(db, batchId)) === undefined) throw new AppError('not-found', { what: 'batch', id: batchId });
      const pages = await listPages(db, batchId, after, limit);
      const total = await countPagesOf(db, batchId);
      const end = after + pages.length;
      return { pages, total, next: end < total && pages.length > 0 ? end : null };
    },
    get: detail,
    retry: (id) =>
      readAgain(id, async (trx, page) => {
        if (page.state === 'reading') throw new AppError('wrong-state', { state: 'reading', id }, 'again');
        // Asked for by a person: the kept result is not what they want.
        if (page.state === 'read' && page.reading_key !== null) await forgetReading(trx, page.id, page.reading_key);
      }),
    putTransforms: (id, transforms) =>
      readAgain(id, async (trx) => {
        await trx.updateTable('pages').set({ fixed_transforms: transforms === null ? null : toJson(transforms) }).where('id', '=', id).execute();
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

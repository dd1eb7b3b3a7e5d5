// One page is read: cleaned, recognised, its pictures made. The result is kept under the hash of what
// went in, so the same page, in this batch or another, is read once. At most 60 seconds a page.
import { transformsSchema } from '../../shared/domain/transform.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import { qualityFactsSchema } from '../../shared/domain/reading.ts';
import { fromJson, fromJsonOrNull } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { findPage, findReading, insertReading, markPageFailed, markPageRead, type PageRow } from '../pages/page-repository.ts';
import { readingKey } from '../pages/reading-key.ts';
import { pageMasterSchema } from '../pipeline/page-master.ts';
import { problemOf } from '../problem.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';
import type { Commit, JobHandler } from './job-runner.ts';

const nothing: Commit = async () => undefined;

/** Failures inside a page say which page of which file. */
async function nameFailure(db: Db, page: PageRow | undefined, error: unknown): Promise<unknown> {
  if (!isAppError(error) || page === undefined) return error;
  const source = await db.selectFrom('sources').select(['display_name', 'page_count']).where('id', '=', page.source_id).executeTakeFirst();
  return new AppError(error.code, { ...error.detail, name: source?.display_name ?? '', ...(source?.page_count === 1 ? {} : { page: page.source_page }) }, error.retry, { cause: error });
}

export function createReadJob(parts: { db: Db; pool: WorkerPool; pageTimeoutMs: number; onRead(page: PageRow, seconds: number): void }): JobHandler {
  const { db, pool } = parts;
  return {
    lane: 'worker',
    run: async (job, context) => {
      const page = await findPage(db, job.subject_id);
      const master = fromJsonOrNull(pageMasterSchema, page?.master ?? null);
      if (page === undefined || master === null) return nothing;
      const fixed = fromJsonOrNull(transformsSchema, page.fixed_transforms);
      const key = readingKey(master, fixed, await pool.engineName());
      const known = await findReading(db, key);
      if (known !== undefined) {
        const isBlank = fromJson(qualityFactsSchema, known.quality).isBlank;
        return async (trx) => {
          await markPageRead(trx, page.id, key, isBlank, false);
          parts.onRead(page, 0);
        };
      }
      await db.updateTable('pages').set({ state: 'reading' }).where('id', '=', page.id).execute();
      const start = performance.now();
      const batch = await db.selectFrom('batches').select('profile').where('id', '=', page.batch_id).executeTakeFirst();
      const result = await pool.run({ kind: 'read-page', master, transforms: fixed, wantsSmallPicture: batch?.profile === 'ho-tich' }, { signal: context.signal, timeoutMs: parts.pageTimeoutMs, onFree: context.free });
      return async (trx) => {
        await insertReading(trx, key, result);
        await markPageRead(trx, page.id, key, result.quality.isBlank, true);
        parts.onRead(page, (performance.now() - start) / 1000);
      };
    },
    fail: async (trx, job, error) => markPageFailed(trx, job.subject_id, problemOf(await nameFailure(trx, await findPage(trx, job.subject_id), error))),
    cancelled: async (trx, job) => {
      await trx.updateTable('pages').set({ state: 'waiting' }).where('id', '=', job.subject_id).where('state', '=', 'reading').execute();
    },
  };
}

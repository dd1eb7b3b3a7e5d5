// One source file becomes an original in the store and its pages, each with a read job, in one
// transaction. Pages that could not be opened become failed pages with their reason; the others go on.
import { AppError } from '../../shared/errors.ts';
import type { SourceRow } from '../batches/batch-repository.ts';
import { failSource, findSource, flagDuplicatePages, flagDuplicateSources, pagePosition } from '../batches/source-repository.ts';
import { createId } from '../db/ids.ts';
import { toJson } from '../db/json.ts';
import type { Db, PageTable } from '../db/schema.ts';
import { masterKey } from '../pages/reading-key.ts';
import { problemOf } from '../problem.ts';
import type { TaskResult } from '../worker/tasks.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';
import { insertJob } from './job-repository.ts';
import type { JobHandler } from './job-runner.ts';

type Imported = TaskResult<'import-source'>;
type ImportedPage = Imported['pages'][number];

const QUIET_TIMEOUT_MS = 60_000;

function toPageRow(source: SourceRow, page: ImportedPage, sourcePage: number): PageTable {
  const failure: AppError | null = page.ok ? null : new AppError(page.code, { name: source.display_name, page: sourcePage, ...page.detail }, page.retry);
  return {
    id: createId(), batch_id: source.batch_id, source_id: source.id, source_page: sourcePage, position: pagePosition(Number(source.position), sourcePage),
    state: page.ok ? 'waiting' : 'failed', master: page.ok ? toJson(page.master) : null, master_key: page.ok ? masterKey(page.master) : null,
    fixed_transforms: null, reading_key: null, is_blank: 0, duplicate_of: null, problem: failure === null ? null : toJson(problemOf(failure)), reads: 0,
    bin: 0, skip_reason: null, boundary: null, fixed_type: null, blank_answer: null, duplicate_answer: null, poor_answer: null, spread_answer: null, part: 0, stale: 1,
  };
}

async function storeImported(trx: Db, source: SourceRow, imported: Imported): Promise<void> {
  // The order may have moved while the file was being read.
  const current = (await findSource(trx, source.id)) ?? source;
  await trx.insertInto('originals')
    .values({ sha256: imported.sha256, media_type: imported.mediaType, size_bytes: imported.sizeBytes, first_name: source.display_name, created_at: new Date().toISOString() })
    .onConflict((c) => c.column('sha256').doNothing()).execute();
  await trx.updateTable('sources').set({ state: 'imported', sha256: imported.sha256, media_type: imported.mediaType, size_bytes: imported.sizeBytes, page_count: imported.pages.length, problem: null })
    .where('id', '=', source.id).execute();
  await trx.deleteFrom('pages').where('source_id', '=', source.id).execute();
  for (const [index, page] of imported.pages.entries()) {
    const row = toPageRow(current, page, index + 1);
    await trx.insertInto('pages').values(row).execute();
    if (!page.ok) continue;
    await flagDuplicatePages(trx, source.batch_id, masterKey(page.master));
    await insertJob(trx, { kind: 'read', batchId: source.batch_id, subjectId: row.id });
  }
  await flagDuplicateSources(trx, source.batch_id, imported.sha256);
}

export function createImportJob(parts: { db: Db; pool: WorkerPool; onImported(source: SourceRow): void }): JobHandler {
  return {
    lane: 'worker',
    run: async (job, context) => {
      const source = await findSource(parts.db, job.subject_id);
      const file = source?.path;
      if (source === undefined || file === null || file === undefined) return async () => undefined;
      const imported = await parts.pool.run({ kind: 'import-source', path: file, displayName: source.display_name }, {
        signal: context.signal, timeoutMs: QUIET_TIMEOUT_MS, onProgress: context.progress, onFree: context.free,
      });
      return async (trx) => {
        await storeImported(trx, source, imported);
        parts.onImported(source);
      };
    },
    fail: async (trx, job, error) => failSource(trx, job.subject_id, problemOf(error)),
    cancelled: async () => undefined,
  };
}

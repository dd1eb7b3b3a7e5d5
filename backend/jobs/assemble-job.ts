// Records are made from a batch's read pages, in order. Pages go through the extractor in windows; the
// last record of a window may go on, so its pages open the next window: memory is bounded whatever the
// size of the batch. Each window is stored in its own transaction; running again finds the same records.
// Clerks' edits survive (store-draft.ts).
import { z } from 'zod';
import { fromJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { dropLeftovers, storeDraft } from '../records/store-draft.ts';
import type { Workspace } from '../storage/workspace.ts';
import type { RecordDraft } from '../worker/steps.ts';
import type { TaskOf } from '../worker/tasks.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';
import type { JobHandler } from './job-runner.ts';

const WINDOW_PAGES = 32;
/** A record longer than this is cut: it can only be an error. */
const MAX_CARRIED_PAGES = 64;
const TIMEOUT_MS = 120_000;

type AssemblyPage = { readonly id: string; readonly position: number; readonly title: string; readonly forExtraction: TaskOf<'extract-records'>['pages'][number] };

async function fetchWindow(db: Db, batchId: string, offset: number): Promise<readonly AssemblyPage[]> {
  const rows = await db.selectFrom('pages').innerJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key').innerJoin('sources', 'sources.id', 'pages.source_id')
    .select(['pages.id', 'pages.position', 'sources.display_name', 'page_readings.reading', 'page_readings.quality'])
    .where('pages.batch_id', '=', batchId).where('pages.state', '=', 'read').where('pages.is_blank', '=', 0)
    .orderBy('pages.position').orderBy('pages.source_page').offset(offset).limit(WINDOW_PAGES).execute();
  return rows.map((row) => ({
    id: row.id, position: Number(row.position), title: row.display_name,
    forExtraction: { pageId: row.id, readingJson: row.reading, qualityJson: row.quality },
  }));
}

type Store = (drafts: readonly RecordDraft[], pages: readonly AssemblyPage[], msPerPage: number) => Promise<void>;

async function assembleInWindows(parts: { db: Db; pool: WorkerPool }, batchId: string, recordType: string, signal: AbortSignal, store: Store): Promise<void> {
  let carried: readonly AssemblyPage[] = [];
  for (let offset = 0; ; offset += WINDOW_PAGES) {
    signal.throwIfAborted();
    const fresh = await fetchWindow(parts.db, batchId, offset);
    const pages = [...carried, ...fresh];
    if (pages.length === 0) return;
    const { drafts, ms } = await parts.pool.run({ kind: 'extract-records', recordType, pages: pages.map((page) => page.forExtraction) }, { signal, timeoutMs: TIMEOUT_MS });
    const isLast = fresh.length < WINDOW_PAGES;
    const open = drafts.at(-1);
    const keep = isLast || open === undefined || open.pageIds.length > MAX_CARRIED_PAGES ? [] : open.pageIds;
    await store(keep.length === 0 ? drafts : drafts.slice(0, -1), pages, ms / pages.length);
    carried = pages.filter((page) => keep.includes(page.id));
    if (isLast) return;
  }
}

async function presentPages(trx: Db, drafts: readonly RecordDraft[]): Promise<ReadonlySet<string>> {
  const wanted = drafts.flatMap((draft) => draft.pageIds);
  if (wanted.length === 0) return new Set();
  const rows = await trx.selectFrom('pages').select('id').where('id', 'in', wanted).execute();
  return new Set(rows.map((row) => row.id));
}

/** Received and unpacked files are not needed any more once all of an intake is imported. */
async function clearIntakes(db: Db, workspace: Workspace, batchId: string): Promise<void> {
  const intakes = await db.selectFrom('intakes').select(['id', 'inputs']).where('batch_id', '=', batchId).where('state', '=', 'expanded').execute();
  for (const { id, inputs } of intakes) {
    const open = await db.selectFrom('sources').select('id').where('intake_id', '=', id).where('state', '<>', 'imported').limit(1).executeTakeFirst();
    if (open !== undefined) continue;
    for (const input of fromJson(z.array(z.string()), inputs)) await workspace.removeReceived(input);
    await workspace.removeWorkDir(`${id}-zip`);
  }
}

export function createAssembleJob(parts: { db: Db; pool: WorkerPool; workspace: Workspace; onRecord(id: string, batchId: string): void }): JobHandler {
  const { db } = parts;
  return {
    lane: 'worker',
    run: async (job, context) => {
      const batch = await db.selectFrom('batches').selectAll().where('id', '=', job.subject_id).executeTakeFirst();
      if (batch === undefined) return async () => undefined;
      const claimed = new Set<string>();
      const store: Store = async (drafts, pages, msPerPage) => {
        const byId = new Map(pages.map((page) => [page.id, page]));
        await db.transaction().execute(async (trx) => {
          const present = await presentPages(trx, drafts);
          for (const draft of drafts) {
            // A page that went meanwhile (its file was replaced) brings a new assembly of its own.
            if (!draft.pageIds.every((id) => present.has(id))) continue;
            const first = byId.get(draft.pageIds[0] ?? '');
            if (first === undefined) throw new Error('the extractor made a record without a page of its window');
            const { id, changed } = await storeDraft(trx, {
              batchId: batch.id, draft, position: first.position, fallbackTitle: first.title, extractMs: Math.round(msPerPage * draft.pageIds.length * 10) / 10,
            }, claimed);
            claimed.add(id);
            if (changed) parts.onRecord(id, batch.id);
          }
        });
      };
      await assembleInWindows(parts, batch.id, batch.record_type, context.signal, store);
      return async (trx) => {
        await dropLeftovers(trx, batch.id, claimed);
        await trx.updateTable('batches').set({ assembled_at: new Date().toISOString() }).where('id', '=', batch.id).execute();
        await clearIntakes(trx, parts.workspace, batch.id);
      };
    },
    fail: async () => undefined,
    cancelled: async () => undefined,
  };
}

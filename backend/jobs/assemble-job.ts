// Records are made from a batch's pages, in order, and only where something changed: a stretch begins at
// the record before a stale page and ends where the extractor's records meet the stored ones again, so that
// reading one page anew costs a handful of pages, not the batch. Long stretches go through the extractor in
// windows; the last record of a window may go on, so its pages open the next one: memory is bounded whatever
// the size of the batch. Each window is stored in its own transaction; running again finds the same records.
// Clerks' edits survive (store-draft.ts). While a long batch is still being read, records are made of what is
// read up to the first page that is not; the last of them may go on and waits.
import { z } from 'zod';
import { fromJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { comparePlaces, type Place } from '../pages/page-order.ts';
import { fetchAssemblyPages, findNextStale, findStretchStart, findUnreadPlace, listRecordStarts, listStale, type AssemblyPage, type StalePage } from '../records/assembly-window.ts';
import { refreshNumbering } from '../records/book-numbering.ts';
import { hideForsaken, storeDrafts } from '../records/store-draft.ts';
import type { Workspace } from '../storage/workspace.ts';
import type { RecordDraft } from '../worker/steps.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';
import type { JobHandler } from './job-runner.ts';

const WINDOW_PAGES = 32;
/** A short look first: most stretches are one page read anew. */
const FIRST_WINDOW_PAGES = 8;
/** A record longer than this is cut: it can only be an error. */
const MAX_CARRIED_PAGES = 64;
const TIMEOUT_MS = 120_000;

type Window = { readonly pages: readonly AssemblyPage[]; readonly stale: readonly StalePage[]; readonly drafts: readonly RecordDraft[]; readonly msPerPage: number; readonly isLast: boolean };
type Store = (drafts: readonly RecordDraft[], window: Window, settled: readonly StalePage[]) => Promise<void>;
type Parts = { readonly db: Db; readonly pool: WorkerPool; readonly batchId: string; readonly recordType: string; readonly signal: AbortSignal; /** The first place that is still to be read, if any. */ readonly until: Place | null };

/** The first draft behind every change that begins where a stored record begins: from there on all is as it was. */
async function findMeetingPoint(db: Db, window: Window): Promise<number | undefined> {
  const placeOf = new Map(window.pages.map((page) => [page.id, page.place]));
  const last = window.stale.at(-1)?.place;
  const starts = await listRecordStarts(db, window.drafts.flatMap((draft) => draft.pageIds.slice(0, 1)));
  const at = window.drafts.findIndex((draft, index) => {
    const first = draft.pageIds[0] ?? '';
    const place = placeOf.get(first);
    return index > 0 && place !== undefined && starts.has(first) && (last === undefined || comparePlaces(place, last) > 0);
  });
  return at < 0 ? undefined : at;
}

async function lookAt(parts: Parts, carried: readonly AssemblyPage[], from: Place, isInclusive: boolean, size: number): Promise<Window> {
  const { db, pool, batchId, recordType, signal, until } = parts;
  const fresh = await fetchAssemblyPages(db, batchId, from, isInclusive, until, size);
  const pages = [...carried, ...fresh];
  const isLast = fresh.length < size;
  const after = pages.at(-1)?.place;
  const stale = await listStale(db, batchId, pages[0]?.place ?? from, isLast || after === undefined ? until : { ...after, sourcePage: after.sourcePage + 1 });
  if (pages.length === 0) return { pages, stale, drafts: [], msPerPage: 0, isLast };
  const { drafts, ms } = await pool.run({ kind: 'extract-records', recordType, pages: pages.map((page) => page.forExtraction) }, { signal, timeoutMs: TIMEOUT_MS });
  return { pages, stale, drafts, msPerPage: ms / pages.length, isLast };
}

/** Assembles from `from` until nothing differs any more; returns where that is, null at the batch's end. */
async function assembleStretch(parts: Parts, from: Place, store: Store): Promise<Place | null> {
  let carried: readonly AssemblyPage[] = [];
  let next: { place: Place; isInclusive: boolean } = { place: from, isInclusive: true };
  for (let size = FIRST_WINDOW_PAGES; ; size = WINDOW_PAGES) {
    parts.signal.throwIfAborted();
    const window = await lookAt(parts, carried, next.place, next.isInclusive, size);
    const meeting = await findMeetingPoint(parts.db, window);
    const meetingPlace = window.pages.find((page) => page.id === window.drafts[meeting ?? -1]?.pageIds[0])?.place;
    if (meeting !== undefined && meetingPlace !== undefined) {
      await store(window.drafts.slice(0, meeting), window, window.stale);
      return meetingPlace;
    }
    const open = window.drafts.at(-1);
    const isWhole = window.isLast && parts.until === null;
    const keep = isWhole || open === undefined || open.pageIds.length > MAX_CARRIED_PAGES ? [] : open.pageIds;
    // A scan that holds the first pieces of the open record holds others too: they wait with it.
    const closed = keep.length === 0 ? window.drafts : window.drafts.filter((draft) => !draft.pageIds.some((id) => keep.includes(id)));
    carried = window.pages.filter((page) => keep.includes(page.id));
    const firstOpen = carried[0]?.place;
    await store(closed, window, firstOpen === undefined ? window.stale : window.stale.filter((page) => comparePlaces(page.place, firstOpen) < 0));
    const last = window.pages.at(-1);
    if (window.isLast || last === undefined) return null;
    next = { place: last.place, isInclusive: false };
  }
}

async function assembleChanges(parts: Parts, store: Store): Promise<void> {
  for (let from: Place | null = null; ; ) {
    const stale = await findNextStale(parts.db, parts.batchId, from);
    if (stale === undefined || (parts.until !== null && comparePlaces(stale, parts.until) >= 0)) return;
    from = await assembleStretch(parts, await findStretchStart(parts.db, parts.batchId, stale), store);
    if (from === null) return;
  }
}

async function presentPages(trx: Db, drafts: readonly RecordDraft[]): Promise<ReadonlySet<string>> {
  const wanted = drafts.flatMap((draft) => draft.pageIds);
  if (wanted.length === 0) return new Set();
  const rows = await trx.selectFrom('pages').select('id').where('id', 'in', wanted).execute();
  return new Set(rows.map((row) => row.id));
}

/** A page that changed again meanwhile stays stale. */
async function settle(trx: Db, pages: readonly StalePage[]): Promise<void> {
  for (const page of pages) await trx.updateTable('pages').set({ stale: 0 }).where('id', '=', page.id).where('stale', '=', page.stale).execute();
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
  const { db, pool } = parts;
  return {
    lane: 'worker',
    run: async (job, context) => {
      const batch = await db.selectFrom('batches').selectAll().where('id', '=', job.subject_id).executeTakeFirst();
      if (batch === undefined) return async () => undefined;
      const tell = (ids: readonly string[]): void => {
        for (const id of ids) parts.onRecord(id, batch.id);
      };
      const store: Store = async (drafts, window, settled) => {
        const byId = new Map(window.pages.map((page) => [page.id, page]));
        const changed = await db.transaction().execute(async (trx) => {
          const present = await presentPages(trx, drafts);
          // A page that went meanwhile (its file was replaced) brings a new assembly of its own.
          const whole = drafts.filter((draft) => draft.pageIds.every((id) => present.has(id)));
          await settle(trx, settled);
          return storeDrafts(trx, whole.map((draft) => {
            const first = byId.get(draft.pageIds[0] ?? '');
            if (first === undefined) throw new Error('the extractor made a record without a page of its window');
            return { batchId: batch.id, draft, position: first.place.position, fallbackTitle: first.title, extractMs: Math.round(window.msPerPage * draft.pageIds.length * 10) / 10 };
          }));
        });
        tell(changed);
      };
      const until = await findUnreadPlace(db, batch.id);
      await assembleChanges({ db, pool, batchId: batch.id, recordType: batch.record_type, signal: context.signal, until }, store);
      return async (trx) => {
        if (until !== null) return;
        tell(await hideForsaken(trx, batch.id));
        tell(await refreshNumbering(trx, batch.id));
        await trx.updateTable('batches').set({ assembled_at: new Date().toISOString() }).where('id', '=', batch.id).execute();
        await clearIntakes(trx, parts.workspace, batch.id);
      };
    },
    fail: async () => undefined,
    cancelled: async () => undefined,
  };
}

// What a person does to many pages at once: order, bin, "không số hóa", turns and crops, record boundaries and
// types, answers to proposals. An action is planned (plan-action.ts) into columns before and after for each
// page, applied and logged in one transaction; the log is only ever added to, and undoing appends the
// inverse. Records follow by an assembly of the pages that changed; a page that looks different is read anew.
// Nothing here touches an original.
import type { LoggedAction, PageAction } from '../../shared/api/page-actions.ts';
import { AppError } from '../../shared/errors.ts';
import { findBatch } from '../batches/batch-repository.ts';
import { fromJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import { insertJob, PRIORITY, scheduleAssembly } from '../jobs/job-repository.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { findAction, findSteps, insertAction, listActions } from './action-repository.ts';
import { EMPTY_BIN } from './history.ts';
import { findPages, inverseOf, isAsLeft, pagePatchesSchema, type PagePatch } from './page-patch.ts';
import { planAction } from './plan-action.ts';

export type ActionService = {
  /** null when every page is as asked already: nothing is logged then. */
  act(batchId: string, action: PageAction, by: string): Promise<LoggedAction | null>;
  /**
   * Takes back the person's newest action that is not taken back yet; never somebody else's. 'wrong-state' when there
   * is none, 'changed-since' when another person has changed one of its pages meanwhile.
   */
  undo(batchId: string, by: string): Promise<LoggedAction>;
  /** Does again what `undo` took back last; a new action ends what can be done again. Errors as of undo. */
  redo(batchId: string, by: string): Promise<LoggedAction>;
  list(batchId: string, limit: number, by: string): Promise<ActionList>;
  /** Drops the pages in the bin for good, their readings and records with them; originals stay in the store. How many. */
  emptyBin(batchId: string, by: string): Promise<number>;
};
type ActionList = { readonly actions: readonly LoggedAction[]; readonly undo: LoggedAction | null; readonly redo: LoggedAction | null };

async function queueReading(trx: Db, batchId: string, pageId: string): Promise<void> {
  await trx.updateTable('pages').set({ state: 'waiting', problem: null }).where('id', '=', pageId).execute();
  const queued = await trx.selectFrom('jobs').select('id').where('subject_id', '=', pageId).where('kind', '=', 'read').where('state', '=', 'queued').executeTakeFirst();
  if (queued === undefined) await insertJob(trx, { kind: 'read', batchId, subjectId: pageId, priority: PRIORITY.asked });
}

/** The half of a spread that comes onto the table has not been read before. */
const isUnread = async (trx: Db, id: string): Promise<boolean> =>
  (await trx.selectFrom('pages').select('id').where('id', '=', id).where('state', '=', 'waiting').where('master', 'is not', null).executeTakeFirst()) !== undefined;

/** A page that went meanwhile is left out: there is nothing to change. */
async function applyPatches(trx: Db, batchId: string, patches: readonly PagePatch[], unsettled: readonly string[]): Promise<void> {
  const isUnsettled = new Set(unsettled);
  for (const { id, after } of patches) {
    // A new place by itself changes nothing; another neighbour does.
    const onlyMoves = Object.keys(after).every((key) => key === 'position') && !isUnsettled.has(id);
    const result = await trx.updateTable('pages').set((e) => ({ ...after, ...(onlyMoves ? {} : { stale: e('stale', '+', 1) }) })).where('id', '=', id).where('batch_id', '=', batchId).executeTakeFirst();
    if (result.numUpdatedRows > 0n && (after.fixed_transforms !== undefined || (after.bin === 0 && (await isUnread(trx, id))))) await queueReading(trx, batchId, id);
  }
  const changed = new Set(patches.map((patch) => patch.id));
  for (const id of unsettled) if (!changed.has(id)) await trx.updateTable('pages').set((e) => ({ stale: e('stale', '+', 1) })).where('id', '=', id).execute();
  await scheduleAssembly(trx, batchId, { priority: PRIORITY.asked });
}

/** Undoing an order, every page that gets its place back may have another neighbour. */
const movedPages = (patches: readonly PagePatch[]): readonly string[] => patches.filter((patch) => patch.after.position !== undefined).map((patch) => patch.id);

async function behind(trx: Db, batchId: string, moved: readonly string[]): Promise<readonly string[]> {
  if (moved.length === 0) return [];
  const places = await trx.selectFrom('pages').select((e) => e.fn.max('position').as('last')).where('batch_id', '=', batchId).where('id', 'in', moved.slice(0, 30_000)).executeTakeFirst();
  const next = await trx.selectFrom('pages').select('id').where('batch_id', '=', batchId).where('position', '>', Number(places?.last ?? 0)).orderBy('position').orderBy('source_page').limit(1).executeTakeFirst();
  return next === undefined ? [] : [next.id];
}

async function checkAsLeft(trx: Db, batchId: string, patches: readonly PagePatch[]): Promise<void> {
  const byId = new Map(patches.map((patch) => [patch.id, patch]));
  for (const page of await findPages(trx, batchId, [...byId.keys()])) {
    const patch = byId.get(page.id);
    if (patch !== undefined && !isAsLeft(page, patch)) throw new AppError('changed-since', { id: page.id });
  }
}

/** Applies the inverse of a logged row and logs that. */
async function takeBack(trx: Db, batchId: string, seq: number, by: string): Promise<{ logged: LoggedAction; patches: readonly PagePatch[] }> {
  const row = await findAction(trx, seq);
  if (row === undefined) throw new AppError('not-found', { what: 'action', id: String(seq) });
  const left = fromJson(pagePatchesSchema, row.patches);
  await checkAsLeft(trx, batchId, left);
  const inverse = inverseOf(left);
  const moved = movedPages(inverse);
  await applyPatches(trx, batchId, inverse, moved);
  for (const id of await behind(trx, batchId, moved)) await trx.updateTable('pages').set((e) => ({ stale: e('stale', '+', 1) })).where('id', '=', id).execute();
  return { logged: await insertAction(trx, { batchId, kind: row.kind, patches: inverse, by, undoes: seq }), patches: inverse };
}

export function createActionService(parts: { db: Db; runner: JobRunner; events: EventHub }): ActionService {
  const { db, runner, events } = parts;
  const checkBatch = async (id: string): Promise<void> => {
    if ((await findBatch(db, id)) === undefined) throw new AppError('not-found', { what: 'batch', id });
  };
  const announce = (batchId: string, patches: readonly PagePatch[]): void => {
    runner.wake();
    for (const { id } of patches) events.changed('page', id, batchId);
    events.changed('batch', batchId, batchId);
  };
  const step = async (batchId: string, by: string, which: 'undo' | 'redo'): Promise<LoggedAction> => {
    await checkBatch(batchId);
    const { logged, patches } = await db.transaction().execute(async (trx) => {
      const target = (await findSteps(trx, batchId, by))[which];
      if (target === null) throw new AppError('wrong-state', { state: `nothing-to-${which}`, id: batchId });
      return takeBack(trx, batchId, target.seq, by);
    });
    announce(batchId, patches);
    return logged;
  };
  return {
    act: async (batchId, action, by) => {
      await checkBatch(batchId);
      const { logged, patches } = await db.transaction().execute(async (trx) => {
        const planned = await planAction(trx, batchId, action);
        if (planned.patches.length === 0) return { logged: null, patches: [] };
        for (const row of planned.added ?? []) await trx.insertInto('pages').values(row).execute();
        await applyPatches(trx, batchId, planned.patches, [...planned.unsettled, ...((planned.added ?? []).length === 0 ? [] : await behind(trx, batchId, (planned.added ?? []).map((row) => row.id)))]);
        return { logged: await insertAction(trx, { batchId, kind: action.kind, patches: planned.patches, by, undoes: null }), patches: planned.patches };
      });
      if (logged !== null) announce(batchId, patches);
      return logged;
    },
    undo: (batchId, by) => step(batchId, by, 'undo'),
    redo: (batchId, by) => step(batchId, by, 'redo'),
    list: async (batchId, limit, by) => {
      await checkBatch(batchId);
      return { actions: await listActions(db, batchId, limit), ...(await findSteps(db, batchId, by)) };
    },
    emptyBin: async (batchId, by) => {
      await checkBatch(batchId);
      const count = await db.transaction().execute(async (trx) => {
        const ids = (await trx.selectFrom('pages').select('id').where('batch_id', '=', batchId).where('bin', '=', 1).execute()).map((row) => row.id);
        if (ids.length === 0) return 0;
        await trx.deleteFrom('pages').where('batch_id', '=', batchId).where('bin', '=', 1).execute();
        await insertAction(trx, { batchId, kind: EMPTY_BIN, patches: ids.map((id) => ({ id, before: { bin: 1 }, after: {} })), by, undoes: null });
        return ids.length;
      });
      if (count > 0) announce(batchId, []);
      return count;
    },
  };
}

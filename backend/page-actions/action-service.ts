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
import { findLastOpen, insertAction, listActions } from './action-repository.ts';
import { inverseOf, pagePatchesSchema, type PagePatch } from './page-patch.ts';
import { planAction } from './plan-action.ts';

export type ActionService = {
  /** null when every page is as asked already: nothing is logged then. */
  act(batchId: string, action: PageAction, by: string): Promise<LoggedAction | null>;
  /** Takes back the newest action that is not taken back yet; 'wrong-state' when there is none. */
  undo(batchId: string, by: string): Promise<LoggedAction>;
  list(batchId: string, limit: number): Promise<readonly LoggedAction[]>;
};

async function queueReading(trx: Db, batchId: string, pageId: string): Promise<void> {
  await trx.updateTable('pages').set({ state: 'waiting', problem: null }).where('id', '=', pageId).execute();
  const queued = await trx.selectFrom('jobs').select('id').where('subject_id', '=', pageId).where('kind', '=', 'read').where('state', '=', 'queued').executeTakeFirst();
  if (queued === undefined) await insertJob(trx, { kind: 'read', batchId, subjectId: pageId, priority: PRIORITY.asked });
}

/** A page that went meanwhile is left out: there is nothing to change. */
async function applyPatches(trx: Db, batchId: string, patches: readonly PagePatch[], unsettled: readonly string[]): Promise<void> {
  const isUnsettled = new Set(unsettled);
  for (const { id, after } of patches) {
    // A new place by itself changes nothing; another neighbour does.
    const onlyMoves = Object.keys(after).every((key) => key === 'position') && !isUnsettled.has(id);
    const result = await trx.updateTable('pages').set((e) => ({ ...after, ...(onlyMoves ? {} : { stale: e('stale', '+', 1) }) })).where('id', '=', id).where('batch_id', '=', batchId).executeTakeFirst();
    if (result.numUpdatedRows > 0n && after.fixed_transforms !== undefined) await queueReading(trx, batchId, id);
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
  return {
    act: async (batchId, action, by) => {
      await checkBatch(batchId);
      const { logged, patches } = await db.transaction().execute(async (trx) => {
        const planned = await planAction(trx, batchId, action);
        if (planned.patches.length === 0) return { logged: null, patches: [] };
        await applyPatches(trx, batchId, planned.patches, planned.unsettled);
        return { logged: await insertAction(trx, { batchId, kind: action.kind, patches: planned.patches, by, undoes: null }), patches: planned.patches };
      });
      if (logged !== null) announce(batchId, patches);
      return logged;
    },
    undo: async (batchId, by) => {
      await checkBatch(batchId);
      const { logged, patches } = await db.transaction().execute(async (trx) => {
        const last = await findLastOpen(trx, batchId);
        if (last === undefined) throw new AppError('wrong-state', { state: 'nothing-to-undo', id: batchId });
        const inverse = inverseOf(fromJson(pagePatchesSchema, last.patches));
        const moved = movedPages(inverse);
        await applyPatches(trx, batchId, inverse, moved);
        for (const id of await behind(trx, batchId, moved)) await trx.updateTable('pages').set((e) => ({ stale: e('stale', '+', 1) })).where('id', '=', id).execute();
        return { logged: await insertAction(trx, { batchId, kind: last.kind, patches: inverse, by, undoes: Number(last.seq) }), patches: inverse };
      });
      announce(batchId, patches);
      return logged;
    },
    list: async (batchId, limit) => {
      await checkBatch(batchId);
      return listActions(db, batchId, limit);
    },
  };
}

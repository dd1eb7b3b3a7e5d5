// Rows of the log of page actions: added, never changed.
import type { Selectable } from 'kysely';
import type { LoggedAction } from '../../shared/api/page-actions.ts';
import { toJson } from '../db/json.ts';
import type { Db, PageActionTable } from '../db/schema.ts';
import type { PagePatch } from './page-patch.ts';

type ActionRow = Selectable<PageActionTable>;

const toLogged = (row: Omit<ActionRow, 'patches' | 'batch_id'>, isUndone: boolean): LoggedAction => ({
  seq: Number(row.seq), kind: row.kind, pages: row.page_count, by: row.by, at: row.at, undoes: row.undoes === null ? null : Number(row.undoes), isUndone,
});

export async function insertAction(db: Db, action: { batchId: string; kind: string; patches: readonly PagePatch[]; by: string; undoes: number | null }): Promise<LoggedAction> {
  const last = await db.selectFrom('page_actions').select((e) => e.fn.max('seq').as('seq')).executeTakeFirst();
  const row = {
    seq: Number(last?.seq ?? 0) + 1, batch_id: action.batchId, kind: action.kind, patches: toJson(action.patches), page_count: action.patches.length,
    by: action.by, at: new Date().toISOString(), undoes: action.undoes,
  };
  await db.insertInto('page_actions').values(row).execute();
  return toLogged(row, false);
}

/** The newest action that is neither an undoing nor undone. */
export async function findLastOpen(db: Db, batchId: string): Promise<ActionRow | undefined> {
  return db.selectFrom('page_actions as action').selectAll().where('action.batch_id', '=', batchId).where('action.undoes', 'is', null)
    .where((e) => e.not(e.exists(e.selectFrom('page_actions as back').select('back.seq').where('back.batch_id', '=', batchId).whereRef('back.undoes', '=', 'action.seq'))))
    .orderBy('action.seq', 'desc').limit(1).executeTakeFirst();
}

/** Newest first. */
export async function listActions(db: Db, batchId: string, limit: number): Promise<readonly LoggedAction[]> {
  const rows = await db.selectFrom('page_actions').select(['seq', 'kind', 'page_count', 'by', 'at', 'undoes']).where('batch_id', '=', batchId).orderBy('seq', 'desc').limit(limit).execute();
  // What took an action back is newer than the action: it is among the rows.
  const undone = new Set(rows.map((row) => (row.undoes === null ? null : Number(row.undoes))));
  return rows.map((row) => toLogged(row, undone.has(Number(row.seq))));
}

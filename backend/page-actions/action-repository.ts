// Rows of the log of page actions: added, never changed; each leaves its line in the trail.
import type { Selectable } from 'kysely';
import type { LoggedAction } from '../../shared/api/page-actions.ts';
import { toJson } from '../db/json.ts';
import type { Db, PageActionTable } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';
import { stepsOf } from './history.ts';
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
  await appendTrail(db, { kind: action.undoes === null ? 'pages-changed' : 'pages-changed-back', subjectType: 'batch', subjectId: action.batchId, batchId: action.batchId, by: action.by, at: row.at, after: { action: row.seq, kind: action.kind, pages: row.page_count } });
  return toLogged(row, false);
}

export const findAction = (db: Db, seq: number): Promise<ActionRow | undefined> => db.selectFrom('page_actions').selectAll().where('seq', '=', seq).executeTakeFirst();

const SHORT = ['seq', 'kind', 'page_count', 'by', 'at', 'undoes'] as const;

/** What undo and redo would do now for this person. */
export async function findSteps(db: Db, batchId: string, by: string): Promise<{ readonly undo: LoggedAction | null; readonly redo: LoggedAction | null }> {
  const rows = await db.selectFrom('page_actions').select(SHORT).where('batch_id', '=', batchId).where('by', '=', by).orderBy('seq').execute();
  const { undo, redo } = stepsOf(rows.map((row) => ({ seq: Number(row.seq), kind: row.kind, undoes: row.undoes === null ? null : Number(row.undoes) })));
  const pick = (seq: number | null, isUndone: boolean): LoggedAction | null => {
    const row = rows.find((one) => Number(one.seq) === seq);
    return row === undefined ? null : toLogged(row, isUndone);
  };
  return { undo: pick(undo, false), redo: pick(redo, false) };
}

/** Newest first. */
export async function listActions(db: Db, batchId: string, limit: number): Promise<readonly LoggedAction[]> {
  const rows = await db.selectFrom('page_actions').select(SHORT).where('batch_id', '=', batchId).orderBy('seq', 'desc').limit(limit).execute();
  // What took an action back is newer than the action: it is among the rows, and was looked at before.
  const undone = new Set<number>();
  for (const row of rows) if (row.undoes !== null && !undone.has(Number(row.seq))) undone.add(Number(row.undoes));
  return rows.map((row) => toLogged(row, undone.has(Number(row.seq))));
}

// What a person can take back and do again, from the append-only edits of one record. An undoing edit names the
// edit it takes back (`undoes`); doing again is a new edit that names the undoing one (`redoes`). Everybody has a
// history of their own: nobody takes back what another person did, not even by going back past it. Pure.
import type { Edit } from '../../shared/api/records.ts';
import { AppError } from '../../shared/errors.ts';

type History = readonly Edit[];

const undoneSeqs = (edits: History): ReadonlySet<number | null> => new Set(edits.map((edit) => edit.undoes));

/** Edits that stand: not themselves taking something back, and not taken back. */
export function standingEdits(edits: History): History {
  const undone = undoneSeqs(edits);
  return edits.filter((edit) => edit.undoes === null && !undone.has(edit.seq));
}

/** Refuses when another person's later edit of the same field stands. */
function refuseOthersLater(edits: History, edit: Edit, by: string): void {
  const later = standingEdits(edits).findLast((other) => other.field === edit.field && other.seq > edit.seq && other.by !== by);
  if (later) throw new AppError('changed-since', { field: edit.field, by: later.by, at: later.at, value: later.after ?? '' });
}

/** The newest standing edit of this person; 'wrong-state' when there is none, 'changed-since' when somebody wrote over it. */
export function editToUndo(edits: History, by: string): Edit {
  const edit = standingEdits(edits).findLast((one) => one.by === by);
  if (edit === undefined) throw new AppError('wrong-state', { state: 'nothing-to-undo' });
  refuseOthersLater(edits, edit, by);
  return edit;
}

export type Redo = { readonly undoing: Edit; readonly again: Edit };

/** What this person took back last and has not done again; a new edit of theirs ends that. */
export function editToRedo(edits: History, by: string): Redo {
  const redone = new Set(edits.map((edit) => edit.redoes));
  const mine = edits.filter((edit) => edit.by === by);
  const lastNew = mine.findLast((edit) => edit.undoes === null && edit.redoes === null)?.seq ?? 0;
  const undoing = mine.findLast((edit) => edit.undoes !== null && edit.seq > lastNew && !redone.has(edit.seq));
  const again = edits.find((edit) => edit.seq === undoing?.undoes);
  if (undoing === undefined || again === undefined) throw new AppError('wrong-state', { state: 'nothing-to-redo' });
  refuseOthersLater(edits, undoing, by);
  return { undoing, again };
}

/** The standing edit of the same field that `edit` was made upon; undefined when it was made upon what the reader saw. */
export const editBefore = (edits: History, edit: Edit): Edit | undefined => standingEdits(edits).findLast((one) => one.field === edit.field && one.seq < edit.seq);

// Undo and redo out of a log that is only ever added to: a row that names an action takes it back, a row that
// names such a row does the action again. Pure.
export type LogRow = { readonly seq: number; readonly kind: string; readonly undoes: number | null };

/** What is gone for good: it is logged, and never undone. */
export const EMPTY_BIN = 'empty-bin';

/** `rows`: one person's, oldest first. The row that undo would take back, and the one that redo would. */
export function stepsOf(rows: readonly LogRow[]): { readonly undo: number | null; readonly redo: number | null } {
  const done: number[] = [];
  let undone: number[] = [];
  for (const row of rows) {
    if (row.kind === EMPTY_BIN) continue;
    if (row.undoes === null) {
      done.push(row.seq);
      // A new action ends what could have been done again.
      undone = [];
    } else if (done.at(-1) === row.undoes) {
      done.pop();
      undone.push(row.seq);
    } else if (undone.at(-1) === row.undoes) {
      undone.pop();
      done.push(row.seq);
    }
  }
  return { undo: done.at(-1) ?? null, redo: undone.at(-1) ?? null };
}

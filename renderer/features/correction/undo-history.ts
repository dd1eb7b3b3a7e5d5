// What Ctrl+Z takes back and Ctrl+Y does again, in this window: each entry is one act of the clerk, which may have
// been several edits of one record. The back end has the whole trail; this only knows where to go and how many.
export type Act = Readonly<{ recordId: string; edits: number }>;

const MOST = 200;

export type UndoHistory = {
  /** A new act; what had been taken back can no longer be done again. */
  add(act: Act): void;
  undo(): Act | undefined;
  redo(): Act | undefined;
  canRedo(): boolean;
};

export function createUndoHistory(): UndoHistory {
  const done: Act[] = [];
  const undone: Act[] = [];
  const move = (from: Act[], to: Act[]): Act | undefined => {
    const act = from.pop();
    if (act) to.push(act);
    return act;
  };
  return {
    add(act) {
      if (act.edits === 0) return;
      done.push(act);
      undone.length = 0;
      if (done.length > MOST) done.shift();
    },
    undo: () => move(done, undone),
    redo: () => move(undone, done),
    canRedo: () => undone.length > 0,
  };
}

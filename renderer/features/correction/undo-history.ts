// What Ctrl+Z takes back, in this window: each entry is one act of the clerk, which may have been several edits of
// one record. The back end has the whole trail; this only knows where to go and how many to take back.
export type Act = Readonly<{ recordId: string; edits: number }>;

const MOST = 200;

export function createUndoHistory(): { add(act: Act): void; take(): Act | undefined } {
  const acts: Act[] = [];
  return {
    add(act) {
      if (act.edits === 0) return;
      acts.push(act);
      if (acts.length > MOST) acts.shift();
    },
    take: () => acts.pop(),
  };
}

import { describe, expect, it } from 'vitest';
import { createUndoHistory } from '../../../../../renderer/features/correction/undo-history.ts';

const act = (recordId: string, edits = 1) => ({ recordId, edits });

describe('the history of acts', () => {
  it('gives the last first and forgets acts that changed nothing', () => {
    const history = createUndoHistory();
    history.add(act('a'));
    history.add(act('b', 0));
    history.add(act('c', 2));
    expect([history.undo(), history.undo(), history.undo()]).toEqual([act('c', 2), act('a'), undefined]);
  });

  it('does again what was taken back, the last taken back first', () => {
    const history = createUndoHistory();
    history.add(act('a'));
    history.add(act('b'));
    history.undo();
    history.undo();
    expect(history.canRedo()).toBe(true);
    expect([history.redo(), history.redo(), history.redo()]).toEqual([act('a'), act('b'), undefined]);
    expect(history.undo()).toEqual(act('b'));
  });

  it('forgets what was taken back once something new is done', () => {
    const history = createUndoHistory();
    history.add(act('a'));
    history.undo();
    history.add(act('b'));
    expect(history.canRedo()).toBe(false);
    expect(history.redo()).toBeUndefined();
  });
});

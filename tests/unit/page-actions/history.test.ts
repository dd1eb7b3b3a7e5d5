import { describe, expect, it } from 'vitest';
import { stepsOf } from '../../../backend/page-actions/history.ts';

const rows = (...list: readonly (number | null | 'gone')[]) => list.map((undoes, index) => ({ seq: index + 1, kind: undoes === 'gone' ? 'empty-bin' : 'bin', undoes: undoes === 'gone' ? null : undoes }));

describe('undo and redo out of the log', () => {
  it('have nothing to do with an empty log', () => {
    expect(stepsOf([])).toEqual({ undo: null, redo: null });
  });
  it('go through the actions backwards and forwards', () => {
    expect(stepsOf(rows(null, null))).toEqual({ undo: 2, redo: null });
    expect(stepsOf(rows(null, null, 2))).toEqual({ undo: 1, redo: 3 });
    expect(stepsOf(rows(null, null, 2, 1))).toEqual({ undo: null, redo: 4 });
    expect(stepsOf(rows(null, null, 2, 1, 4))).toEqual({ undo: 5, redo: 3 });
    expect(stepsOf(rows(null, null, 2, 1, 4, 3))).toEqual({ undo: 6, redo: null });
    expect(stepsOf(rows(null, null, 2, 1, 4, 3, 6))).toEqual({ undo: 5, redo: 7 });
  });
  it('forget what was taken back once something new is done', () => {
    expect(stepsOf(rows(null, 1, null))).toEqual({ undo: 3, redo: null });
  });
  it('pass over what is gone for good', () => {
    expect(stepsOf(rows(null, 'gone'))).toEqual({ undo: 1, redo: null });
    expect(stepsOf(rows(null, 1, 'gone'))).toEqual({ undo: null, redo: 2 });
  });
});

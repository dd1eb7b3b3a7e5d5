import { describe, expect, it } from 'vitest';
import { createUnsavedStore, DEAD_AFTER_MS, type KeptTexts } from '../../../../../renderer/features/correction/unsaved-store.ts';

function createStorage(): KeptTexts & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (name) => texts.get(name) ?? null,
    setItem: (name, text) => void texts.set(name, text),
    removeItem: (name) => void texts.delete(name),
    key: (index) => [...texts.keys()][index] ?? null,
    get length() {
      return texts.size;
    },
  };
}

const typed = (field: string, value: string) => ({ kind: 'typed' as const, recordId: 'r', field, written: { value }, before: '' });
const fieldsOf = (found: readonly { field: string; written: { value: string } }[]) => found.map((one) => `${one.field}=${one.written.value}`);

function createWindows() {
  const storage = createStorage();
  const clock = { nowMs: 1_000_000 };
  const open = (windowName: string, by = 'lan') => {
    const store = createUnsavedStore({ storage, windowName, by: () => by, nowMs: () => clock.nowMs });
    store.signOfLife();
    return store;
  };
  return { storage, clock, open };
}

describe('what a window left behind', () => {
  it('comes back after a crash of the page, in the order it was typed', () => {
    const { open, clock } = createWindows();
    const before = open('w1');
    before.keep(typed('b', 'hai'));
    clock.nowMs += 10;
    before.keep(typed('a', 'một'));
    expect(fieldsOf(open('w1').takeUp())).toEqual(['b=hai', 'a=một']);
  });

  it('is taken up by another window only when the first shows no sign of life', () => {
    const { open, clock } = createWindows();
    const first = open('w1');
    const second = open('w2');
    first.keep(typed('a', 'một'));
    expect(second.takeUp()).toEqual([]);
    clock.nowMs += DEAD_AFTER_MS;
    expect(fieldsOf(second.takeUp())).toEqual(['a=một']);
    // It now belongs to the second window: a third does not get it too.
    second.signOfLife();
    expect(open('w3').takeUp()).toEqual([]);
  });

  it('is there at once when the window was closed in good order', () => {
    const { open } = createWindows();
    const first = open('w1');
    first.keep(typed('a', 'một'));
    first.leave();
    expect(fieldsOf(open('w2').takeUp())).toEqual(['a=một']);
  });

  it('is for the person who typed it and for nobody else', () => {
    const { open, clock } = createWindows();
    open('w1', 'lan').keep(typed('a', 'của Lan'));
    clock.nowMs += DEAD_AFTER_MS;
    expect(open('w2', 'minh').takeUp()).toEqual([]);
    expect(fieldsOf(open('w3', 'lan').takeUp())).toEqual(['a=của Lan']);
  });

  it('does not hand a window what it is typing itself', () => {
    const { open } = createWindows();
    const store = open('w1');
    store.keep(typed('a', 'đang gõ'));
    expect(store.takeUp()).toEqual([]);
  });

  it('keeps the last letters of each field, and nothing of what was dropped', () => {
    const { open } = createWindows();
    const store = open('w1');
    store.keep(typed('a', 'm'));
    store.keep(typed('a', 'mộ'));
    store.keep(typed('b', 'x'));
    store.drop('typed', 'r', 'b');
    expect(fieldsOf(open('w1').takeUp())).toEqual(['a=mộ']);
  });

  it('throws away what cannot be understood and survives a storage that is full', () => {
    const { open, storage } = createWindows();
    storage.texts.set('sohoa.unsaved.w1.typed.r.a', '{broken');
    storage.texts.set('sohoa.unsaved.w1.typed.r.b', '{"kind":"typed"}');
    expect(open('w1').takeUp()).toEqual([]);
    expect([...storage.texts.keys()].some((name) => name.includes('unsaved'))).toBe(false);
    const full = createUnsavedStore({ storage: { ...storage, setItem: () => { throw new Error('quota'); } }, windowName: 'w', by: () => 'lan', nowMs: () => 0 });
    expect(() => full.keep(typed('a', 'x'))).not.toThrow();
  });
});

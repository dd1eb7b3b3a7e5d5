import { describe, expect, it } from 'vitest';
import type { Scope } from '../../../../renderer/actions/action.ts';
import { chordOf, isComposing, keyCaps, mayRunInText, type KeyPress } from '../../../../renderer/actions/chord.ts';
import { actionFor } from '../../../../renderer/actions/use-keyboard.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, isComposing: false, ...more });

const nothing = (): void => undefined;
const desk = { hasField: true, optionCount: 2, runCount: 2, stepRun: nothing, digitsAreText: false, canRepeat: false, accept: nothing, acceptRecord: nothing, stepDoubt: nothing, stepRecord: nothing, choose: nothing, revert: nothing, undo: nothing, repeatLast: nothing, canRedo: false, hasOffered: false, pageCount: 1, canComplete: () => false, complete: nothing, redo: nothing, mark: nothing, frameRegion: nothing, stepPage: nothing, open: nothing, takeOffered: nothing, secondWindow: nothing };
const scope = (more: Partial<Scope> = {}): Scope => ({
  route: { screen: 'correction', batchId: 'b', itemId: null }, app: { openPalette: nothing, openKeys: nothing, nextTheme: nothing, nextLanguage: nothing, go: nothing },
  roles: ['clerk'], person: null, batches: null, pages: null, table: null, viewer: null, region: null, review: null, desk, ...more,
});

describe('a chord', () => {
  it.each([
    [press('Enter', { ctrlKey: true }), 'Ctrl+Enter'],
    [press('Enter', { metaKey: true }), 'Ctrl+Enter'],
    [press('Enter', { shiftKey: true }), 'Shift+Enter'],
    [press('?', { shiftKey: true }), '?'],
    [press('k', { ctrlKey: true }), 'Ctrl+K'],
    [press('O', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+O'],
    [press('ArrowDown', { altKey: true }), 'Alt+ArrowDown'],
    [press('+', { altKey: true }), 'Alt++'],
    [press('1'), '1'],
  ])('of %o is %s', (key, chord) => {
    expect(chordOf(key)).toBe(chord);
  });

  it('is shown as the caps of the keyboard say it', () => {
    expect(keyCaps('Alt+ArrowDown')).toEqual(['Alt', '↓']);
    expect(keyCaps('Alt++')).toEqual(['Alt', '+']);
    expect(keyCaps('?')).toEqual(['?']);
  });
});

describe('an input method', () => {
  it('composing a letter makes no command', () => {
    expect(actionFor(press('1', { isComposing: true }), 'untouched', scope())).toBeUndefined();
    expect(actionFor(press('Enter', { keyCode: 229 }), 'changed', scope())).toBeUndefined();
    expect(isComposing(press('Process'))).toBe(true);
  });

  it('may use s, f, r, x, j and z as tone keys in any text', () => {
    for (const key of 'sfrxjz') expect(actionFor(press(key), 'changed', scope())).toBeUndefined();
  });
});

describe('a key in a text', () => {
  it('chooses a reading by its number only while the text is as it was', () => {
    expect(actionFor(press('2'), 'untouched', scope())?.id).toBe('choose-option-2');
    expect(actionFor(press('2'), 'changed', scope())).toBeUndefined();
  });

  it('is text when there is no such reading', () => {
    expect(actionFor(press('3'), 'untouched', scope())).toBeUndefined();
  });

  it('is text in a date or a number, where Alt chooses', () => {
    const inDate = scope({ desk: { ...desk, digitsAreText: true } });
    expect(actionFor(press('1'), 'untouched', inDate)).toBeUndefined();
    expect(actionFor(press('1', { altKey: true }), 'changed', inDate)?.id).toBe('choose-option-alt-1');
  });

  it('leaves Ctrl+Z to the text while something is typed, and takes back the last act otherwise', () => {
    expect(actionFor(press('z', { ctrlKey: true }), 'changed', scope())).toBeUndefined();
    expect(actionFor(press('z', { ctrlKey: true }), 'untouched', scope())?.id).toBe('undo');
  });

  it('walks through doubtful letters with Alt and the arrows, if there are several', () => {
    expect(actionFor(press('ArrowRight', { altKey: true }), 'changed', scope())?.id).toBe('next-run');
    expect(actionFor(press('ArrowLeft', { altKey: true }), 'untouched', scope())?.id).toBe('previous-run');
    expect(actionFor(press('ArrowRight', { altKey: true }), 'untouched', scope({ desk: { ...desk, runCount: 1 } }))).toBeUndefined();
    expect(actionFor(press('ArrowRight'), 'untouched', scope())).toBeUndefined();
  });

  it('accepts with Enter also in changed text', () => {
    expect(actionFor(press('Enter'), 'changed', scope())?.id).toBe('accept-field');
  });

  it('opens the sheet of keys with F1 but leaves ? to the text', () => {
    expect(actionFor(press('F1'), 'changed', scope())?.id).toBe('open-keys');
    expect(actionFor(press('?', { shiftKey: true }), 'changed', scope())).toBeUndefined();
    expect(mayRunInText('never', 'none', '?')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { ACTION_GROUPS } from '../../../../renderer/actions/action.ts';
import { ACTIONS, actionById } from '../../../../renderer/actions/registry.ts';
import { textsOf } from '../../../support/language-files.ts';

const texts = (language: string): { action: Record<string, string> } => textsOf(language) as { action: Record<string, string> };

/** Commands that are never possible at the same time may share a key. */
const MAY_SHARE: readonly (readonly string[])[] = [
  // A frame on the page has its keys before the field's.
  ['region-confirm', 'accept-field'],
  ['region-confirm', 'open-page'],
  ['region-cancel', 'revert-field'],
  ['region-cancel', 'close-page'],
  ['region-left', 'previous-page'],
  ['region-right', 'next-page'],
  ['region-down', 'next-completion'],
  ['region-up', 'previous-completion'],
  ['accept-field', 'open-page'],
  ['revert-field', 'close-page'],
  ['pause-batch', 'resume-batch'],
  ['correct-page', 'correct-batch'],
  ['undo', 'undo-pages'],
  ['redo', 'redo-pages'],
  ['close-page', 'clear-selection'],
  ['revert-field', 'clear-selection'],
  ['region-cancel', 'clear-selection'],
  ['frame-region', 'edit-batch'],
];

/** The desks of review offer none of these: they stand on other screens. */
const OTHER_SCREENS = ['region-confirm', 'region-cancel', 'region-up', 'region-down', 'accept-field', 'accept-record', 'revert-field', 'frame-region', 'next-completion', 'previous-completion', 'open-page', 'close-page', 'clear-selection', 'edit-batch'];
const onOtherScreen = (one: string, other: string): boolean => (one.startsWith('review-') && OTHER_SCREENS.includes(other)) || (other.startsWith('review-') && OTHER_SCREENS.includes(one));

describe('the registry of commands', () => {
  it('has every command once', () => {
    const ids = ACTIONS.map((action) => action.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(actionById('undo')?.keys).toEqual(['Ctrl+Z']);
    expect(actionById('nonsense')).toBeUndefined();
  });

  it('names every command in both languages, and names no other', () => {
    for (const language of ['vi', 'en']) expect(Object.keys(texts(language).action).sort()).toEqual(ACTIONS.map((action) => action.id).sort());
  });

  it('gives no two commands the same key where both could be meant', () => {
    const pairs = ACTIONS.flatMap((one, index) => ACTIONS.slice(index + 1).filter((other) => one.keys.some((key) => other.keys.includes(key))).map((other) => [one.id, other.id]));
    expect(pairs.filter(([one = '', other = '']) => !onOtherScreen(one, other) && !MAY_SHARE.some((shared) => shared.includes(one ?? '') && shared.includes(other ?? '')))).toEqual([]);
  });

  it('makes no letter a command inside a text', () => {
    for (const action of ACTIONS) for (const key of action.keys) if (/^[A-Z?]$/.test(key)) expect(action.inText, action.id).toBe('never');
  });

  it('puts every command into a group of the sheet of keys', () => {
    for (const action of ACTIONS) expect(ACTION_GROUPS).toContain(action.group);
  });
});

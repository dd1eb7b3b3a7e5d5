// Which key was pressed, and whether it may be a command. Telex and VNI compose letters with plain letters
// and digits, so while something is being composed no key is ever a command, and in a text that has been
// changed no plain key is.
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'isComposing'> & { readonly keyCode?: number };

const COMPOSING_KEY_CODE = 229;

export const isComposing = (press: KeyPress): boolean => press.isComposing || press.keyCode === COMPOSING_KEY_CODE || press.key === 'Process' || press.key === 'Dead';

/** "Ctrl+Enter", "Alt+ArrowDown", "?", "1". ⌘ counts as Ctrl. Shift counts only with keys that print nothing or with Ctrl/Alt. */
export function chordOf(press: KeyPress): string {
  const control = press.ctrlKey || press.metaKey;
  const prints = [...press.key].length === 1;
  const name = prints ? press.key.toUpperCase() : press.key;
  const showsShift = press.shiftKey && (!prints || control || press.altKey);
  return [control ? 'Ctrl' : '', press.altKey ? 'Alt' : '', showsShift ? 'Shift' : '', name].filter(Boolean).join('+');
}

export type TextState = 'none' | 'untouched' | 'changed';

/** What the caret is in. Inputs that save themselves carry data-text; any other text counts as changed. */
export function textStateOf(target: EventTarget | null): TextState {
  if (!(target instanceof HTMLElement)) return 'none';
  const isText = target instanceof HTMLTextAreaElement || target.isContentEditable || (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range', 'file'].includes(target.type));
  if (!isText) return 'none';
  return target.dataset['text'] === 'untouched' ? 'untouched' : 'changed';
}

/** A function key prints nothing, so it is a command wherever the caret is. */
export function mayRunInText(inText: 'never' | 'untouched' | 'always', state: TextState, chord: string): boolean {
  return state === 'none' || /(^|\+)F\d+$/.test(chord) || inText === 'always' || (inText === 'untouched' && state === 'untouched');
}

const KEY_SIGNS: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', PageDown: 'PgDn', PageUp: 'PgUp', ' ': '␣' };

/** As printed on the keys: "Alt+ArrowDown" → ["Alt", "↓"]. */
export const keyCaps = (chord: string): readonly string[] => chord.split(/\+(?=.)/).map((name) => KEY_SIGNS[name] ?? name);

import { useEffect } from 'react';
import { isAtWork } from '../api/session.ts';
import { overlayStore } from '../features/shell/overlay.ts';
import type { Action, Scope } from './action.ts';
import { chordOf, isComposing, mayRunInText, textStateOf, type KeyPress, type TextState } from './chord.ts';
import { isOffered } from './deeds.ts';
import { ACTIONS } from './registry.ts';
import { currentScope } from './scope.ts';

/** The command a key press means here, if any. */
export function actionFor(press: KeyPress, state: TextState, scope: Scope, actions: readonly Action[] = ACTIONS): Action | undefined {
  if (isComposing(press)) return undefined;
  const chord = chordOf(press);
  return actions.find((action) => action.keys.includes(chord) && mayRunInText(action.inText, state, chord) && isOffered(action, scope));
}

/** Enter and Space on a button press it; arrows belong to whatever list or menu has the focus. */
function belongsToTarget(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || !(event.target instanceof HTMLElement)) return false;
  if (event.target.closest('[role=dialog], [role=menu], [role=listbox]:not([data-commands])')) return true;
  return (event.key === 'Enter' || event.key === ' ') && event.target.closest('button, a, [role=button], summary') !== null;
}

export function useKeyboard(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isAtWork() || overlayStore.get() !== null || belongsToTarget(event)) return;
      const scope = currentScope();
      const action = actionFor(event, textStateOf(event.target), scope);
      if (!action) return;
      event.preventDefault();
      action.run(scope);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

import type { Action } from './action.ts';

export const redo: Action = {
  id: 'redo',
  group: 'record',
  keys: ['Ctrl+Y', 'Ctrl+Shift+Z'],
  inText: 'untouched',
  when: (scope) => scope.desk?.canRedo === true,
  run: (scope) => scope.desk?.redo(),
};

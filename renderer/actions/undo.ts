import type { Action } from './action.ts';

export const undo: Action = {
  id: 'undo',
  group: 'record',
  keys: ['Ctrl+Z'],
  inText: 'untouched',
  inFooter: true,
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.undo(),
};

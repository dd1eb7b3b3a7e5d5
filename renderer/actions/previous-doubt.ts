import type { Action } from './action.ts';

export const previousDoubt: Action = {
  id: 'previous-doubt',
  group: 'field',
  keys: ['Shift+Enter', 'Shift+F8'],
  inText: 'always',
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.stepDoubt(-1),
};

import type { Action } from './action.ts';

export const markBlank: Action = {
  id: 'mark-blank',
  group: 'field',
  keys: ['F9'],
  inText: 'always',
  when: (scope) => scope.desk?.hasField === true,
  run: (scope) => scope.desk?.mark('blank-on-paper'),
};

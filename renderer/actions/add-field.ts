import type { Action } from './action.ts';

export const addField: Action = {
  id: 'add-field',
  group: 'record',
  keys: ['Alt+A'],
  inText: 'always',
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.open('add-field'),
};

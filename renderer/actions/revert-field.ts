import type { Action } from './action.ts';

export const revertField: Action = {
  id: 'revert-field',
  group: 'field',
  keys: ['Escape'],
  inText: 'always',
  when: (scope) => scope.desk?.hasField === true && scope.region === null,
  run: (scope) => scope.desk?.revert(),
};

import type { Action } from './action.ts';

export const showHistory: Action = {
  id: 'show-history',
  group: 'record',
  keys: ['Alt+I'],
  inText: 'always',
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.open('history'),
};

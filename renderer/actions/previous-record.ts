import type { Action } from './action.ts';

export const previousRecord: Action = {
  id: 'previous-record',
  group: 'record',
  keys: ['Alt+ArrowUp'],
  inText: 'always',
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.stepRecord(-1),
};

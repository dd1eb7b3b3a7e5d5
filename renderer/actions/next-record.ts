import type { Action } from './action.ts';

export const nextRecord: Action = {
  id: 'next-record',
  group: 'record',
  keys: ['Alt+ArrowDown'],
  inText: 'always',
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.stepRecord(1),
};

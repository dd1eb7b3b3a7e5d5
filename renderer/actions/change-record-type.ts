import type { Action } from './action.ts';

export const changeRecordType: Action = {
  id: 'change-record-type',
  group: 'record',
  keys: ['Alt+L'],
  inText: 'always',
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.open('record-type'),
};

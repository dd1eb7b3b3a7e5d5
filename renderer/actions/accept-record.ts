import type { Action } from './action.ts';

export const acceptRecord: Action = {
  id: 'accept-record',
  group: 'record',
  keys: ['Ctrl+Enter'],
  inText: 'always',
  inFooter: true,
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.acceptRecord(),
};

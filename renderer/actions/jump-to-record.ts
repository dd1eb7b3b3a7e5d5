import type { Action } from './action.ts';

export const jumpToRecord: Action = {
  id: 'jump-to-record',
  group: 'record',
  keys: ['Ctrl+G'],
  inText: 'always',
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.open('jump'),
};

import type { Action } from './action.ts';

export const acceptField: Action = {
  id: 'accept-field',
  group: 'field',
  keys: ['Enter'],
  inText: 'always',
  inFooter: true,
  when: (scope) => scope.desk?.hasField === true && scope.region === null,
  run: (scope) => scope.desk?.accept(),
};

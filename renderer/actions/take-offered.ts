import type { Action } from './action.ts';

export const takeOffered: Action = {
  id: 'take-offered',
  group: 'record',
  keys: ['Alt+Y'],
  inText: 'always',
  inFooter: true,
  when: (scope) => scope.desk?.hasOffered === true,
  run: (scope) => scope.desk?.takeOffered(),
};

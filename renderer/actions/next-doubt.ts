import type { Action } from './action.ts';

export const nextDoubt: Action = {
  id: 'next-doubt',
  group: 'field',
  keys: ['F8'],
  inText: 'always',
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.stepDoubt(1),
};

import type { Action } from './action.ts';

export const previousCompletion: Action = {
  id: 'previous-completion',
  group: 'field',
  keys: ['ArrowUp'],
  inText: 'always',
  when: (scope) => scope.desk?.canComplete() === true,
  run: (scope) => scope.desk?.complete(-1),
};

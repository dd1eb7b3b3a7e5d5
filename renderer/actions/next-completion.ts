import type { Action } from './action.ts';

export const nextCompletion: Action = {
  id: 'next-completion',
  group: 'field',
  keys: ['ArrowDown'],
  inText: 'always',
  when: (scope) => scope.desk?.canComplete() === true,
  run: (scope) => scope.desk?.complete(1),
};

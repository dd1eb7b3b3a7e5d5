import type { Action } from './action.ts';

export const retryPage: Action = {
  id: 'retry-page',
  group: 'page',
  keys: ['Alt+T'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.pages?.canRetry === true,
  run: (scope) => scope.pages?.retry(),
};

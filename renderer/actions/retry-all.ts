import type { Action } from './action.ts';

export const retryAll: Action = {
  id: 'retry-all',
  group: 'batch',
  keys: [],
  inText: 'never',
  when: (scope) => scope.batches !== null,
  run: (scope) => scope.batches?.retryAll(),
};

import type { Action } from './action.ts';

export const newBatch: Action = {
  id: 'new-batch',
  group: 'batch',
  keys: ['Alt+N'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.batches !== null,
  run: (scope) => scope.batches?.newBatch(),
};

import type { Action } from './action.ts';

export const openBatchPages: Action = {
  id: 'open-batch-pages',
  group: 'batch',
  keys: ['Alt+G'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.batches?.hasBatch === true,
  run: (scope) => scope.batches?.openPages(),
};

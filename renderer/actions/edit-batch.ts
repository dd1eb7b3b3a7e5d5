import type { Action } from './action.ts';

export const editBatch: Action = {
  id: 'edit-batch',
  group: 'batch',
  keys: ['F2'],
  inText: 'never',
  when: (scope) => scope.batches?.hasBatch === true,
  run: (scope) => scope.batches?.editBatch(),
};

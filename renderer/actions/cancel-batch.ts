import type { Action } from './action.ts';

export const cancelBatch: Action = {
  id: 'cancel-batch',
  group: 'batch',
  keys: [],
  inText: 'never',
  when: (scope) => scope.batches?.canCancel === true,
  run: (scope) => scope.batches?.cancel(),
};

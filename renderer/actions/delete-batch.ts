import type { Action } from './action.ts';

export const deleteBatch: Action = {
  id: 'delete-batch',
  group: 'batch',
  keys: ['Shift+Delete'],
  inText: 'never',
  when: (scope) => scope.batches?.hasBatch === true,
  run: (scope) => scope.batches?.deleteBatch(),
};

import type { Action } from './action.ts';

export const correctBatch: Action = {
  id: 'correct-batch',
  group: 'batch',
  keys: ['Alt+H'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.batches?.hasBatch === true,
  run: (scope) => scope.batches?.openCorrection(),
};

import type { Action } from './action.ts';

export const pauseBatch: Action = {
  id: 'pause-batch',
  group: 'batch',
  keys: ['Alt+P'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.batches?.canPause === true,
  run: (scope) => scope.batches?.pause(),
};

import type { Action } from './action.ts';

export const resumeBatch: Action = {
  id: 'resume-batch',
  group: 'batch',
  keys: ['Alt+P'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.batches?.canResume === true,
  run: (scope) => scope.batches?.resume(),
};

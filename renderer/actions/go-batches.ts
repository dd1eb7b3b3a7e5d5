import type { Action } from './action.ts';

export const goBatches: Action = {
  id: 'go-batches',
  group: 'go',
  keys: ['Ctrl+Alt+1'],
  inText: 'always',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.go('batches'),
};

import type { Action } from './action.ts';

export const goReview: Action = {
  id: 'go-review',
  group: 'go',
  keys: ['Ctrl+Alt+6'],
  inText: 'always',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.go('review'),
};

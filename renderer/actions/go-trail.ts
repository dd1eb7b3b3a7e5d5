import type { Action } from './action.ts';

export const goTrail: Action = {
  id: 'go-trail',
  group: 'go',
  keys: ['Ctrl+Alt+9'],
  inText: 'always',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.go('trail'),
};

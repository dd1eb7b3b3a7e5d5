import type { Action } from './action.ts';

export const goPeople: Action = {
  id: 'go-people',
  group: 'go',
  keys: ['Ctrl+Alt+8'],
  inText: 'always',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.go('people'),
};

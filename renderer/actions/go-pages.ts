import type { Action } from './action.ts';

export const goPages: Action = {
  id: 'go-pages',
  group: 'go',
  keys: ['Ctrl+Alt+2'],
  inText: 'always',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.go('pages'),
};

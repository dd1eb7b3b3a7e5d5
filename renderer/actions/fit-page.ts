import type { Action } from './action.ts';

export const fitPage: Action = {
  id: 'fit-page',
  group: 'view',
  keys: ['Alt+9'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.fit('page'),
};

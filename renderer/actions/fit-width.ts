import type { Action } from './action.ts';

export const fitWidth: Action = {
  id: 'fit-width',
  group: 'view',
  keys: ['Alt+0'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.fit('width'),
};

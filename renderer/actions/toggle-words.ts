import type { Action } from './action.ts';

export const toggleWords: Action = {
  id: 'toggle-words',
  group: 'view',
  keys: ['Alt+B'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.toggleWords(),
};

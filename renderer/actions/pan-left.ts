import type { Action } from './action.ts';

export const panLeft: Action = {
  id: 'pan-left',
  group: 'view',
  keys: ['Alt+Shift+ArrowLeft'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.pan(-1, 0),
};

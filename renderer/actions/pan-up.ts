import type { Action } from './action.ts';

export const panUp: Action = {
  id: 'pan-up',
  group: 'view',
  keys: ['Alt+Shift+ArrowUp'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.pan(0, -1),
};

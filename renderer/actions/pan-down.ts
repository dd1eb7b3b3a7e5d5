import type { Action } from './action.ts';

export const panDown: Action = {
  id: 'pan-down',
  group: 'view',
  keys: ['Alt+Shift+ArrowDown'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.pan(0, 1),
};

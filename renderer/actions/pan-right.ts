import type { Action } from './action.ts';

export const panRight: Action = {
  id: 'pan-right',
  group: 'view',
  keys: ['Alt+Shift+ArrowRight'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.pan(1, 0),
};

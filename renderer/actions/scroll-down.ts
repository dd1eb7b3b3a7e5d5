import type { Action } from './action.ts';

export const scrollDown: Action = {
  id: 'scroll-down',
  group: 'view',
  keys: ['PageDown'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.scroll(1),
};

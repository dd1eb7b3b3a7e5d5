import type { Action } from './action.ts';

export const scrollUp: Action = {
  id: 'scroll-up',
  group: 'view',
  keys: ['PageUp'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.scroll(-1),
};

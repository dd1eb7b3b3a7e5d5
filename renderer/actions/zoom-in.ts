import type { Action } from './action.ts';

export const zoomIn: Action = {
  id: 'zoom-in',
  group: 'view',
  keys: ['Alt+=', 'Alt++'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.zoom(1),
};

import type { Action } from './action.ts';

export const zoomOut: Action = {
  id: 'zoom-out',
  group: 'view',
  keys: ['Alt+-'],
  inText: 'always',
  when: (scope) => scope.viewer !== null,
  run: (scope) => scope.viewer?.zoom(-1),
};

import type { Action } from './action.ts';

export const goCorrection: Action = {
  id: 'go-correction',
  group: 'go',
  keys: ['Ctrl+Alt+3'],
  inText: 'always',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.go('correction'),
};

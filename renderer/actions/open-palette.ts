import type { Action } from './action.ts';

export const openPalette: Action = {
  id: 'open-palette',
  group: 'app',
  keys: ['Ctrl+K'],
  inText: 'always',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.openPalette(),
};

import type { Action } from './action.ts';

export const lockScreen: Action = {
  id: 'lock-screen',
  group: 'app',
  keys: ['Ctrl+Alt+L'],
  inText: 'always',
  when: (scope) => scope.person !== null,
  run: (scope) => scope.person?.lock(),
};

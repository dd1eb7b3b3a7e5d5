import type { Action } from './action.ts';

export const nextTheme: Action = {
  id: 'next-theme',
  group: 'app',
  keys: [],
  inText: 'never',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.nextTheme(),
};

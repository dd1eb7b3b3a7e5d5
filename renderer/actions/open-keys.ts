import type { Action } from './action.ts';

export const openKeys: Action = {
  id: 'open-keys',
  group: 'app',
  keys: ['?', 'F1'],
  inText: 'never',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.openKeys(),
};

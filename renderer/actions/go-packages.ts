import type { Action } from './action.ts';

export const goPackages: Action = {
  id: 'go-packages',
  group: 'go',
  keys: ['Ctrl+Alt+4'],
  inText: 'always',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.go('packages'),
};

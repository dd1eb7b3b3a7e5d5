import type { Action } from './action.ts';

export const secondWindow: Action = {
  id: 'second-window',
  group: 'record',
  keys: ['Alt+W'],
  inText: 'always',
  when: (scope) => scope.desk !== null,
  run: (scope) => scope.desk?.secondWindow(),
};

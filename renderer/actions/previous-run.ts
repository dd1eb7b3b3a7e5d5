import type { Action } from './action.ts';

export const previousRun: Action = {
  id: 'previous-run',
  group: 'field',
  keys: ['Alt+ArrowLeft'],
  inText: 'always',
  when: (scope) => (scope.desk?.runCount ?? 0) > 1,
  run: (scope) => scope.desk?.stepRun(-1),
};

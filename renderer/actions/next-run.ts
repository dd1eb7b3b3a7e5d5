import type { Action } from './action.ts';

export const nextRun: Action = {
  id: 'next-run',
  group: 'field',
  keys: ['Alt+ArrowRight'],
  inText: 'always',
  inFooter: true,
  when: (scope) => (scope.desk?.runCount ?? 0) > 1,
  run: (scope) => scope.desk?.stepRun(1),
};

import type { Action } from './action.ts';

export const goReports: Action = {
  id: 'go-reports',
  group: 'go',
  keys: ['Ctrl+Alt+7'],
  inText: 'always',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.go('reports'),
};

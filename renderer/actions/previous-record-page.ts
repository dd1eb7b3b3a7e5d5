import type { Action } from './action.ts';

export const previousRecordPage: Action = {
  id: 'previous-record-page',
  group: 'view',
  keys: ['Alt+PageUp'],
  inText: 'always',
  when: (scope) => (scope.desk?.pageCount ?? 0) > 1,
  run: (scope) => scope.desk?.stepPage(-1),
};

import type { Action } from './action.ts';

export const nextRecordPage: Action = {
  id: 'next-record-page',
  group: 'view',
  keys: ['Alt+PageDown'],
  inText: 'always',
  when: (scope) => (scope.desk?.pageCount ?? 0) > 1,
  run: (scope) => scope.desk?.stepPage(1),
};

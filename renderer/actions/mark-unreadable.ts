import type { Action } from './action.ts';

export const markUnreadable: Action = {
  id: 'mark-unreadable',
  group: 'field',
  keys: ['Shift+F9'],
  inText: 'always',
  when: (scope) => scope.desk?.hasField === true,
  run: (scope) => scope.desk?.mark('unreadable-on-paper'),
};

import type { Action } from './action.ts';

export const repeatLast: Action = {
  id: 'repeat-last',
  group: 'field',
  keys: ['Ctrl+D'],
  inText: 'always',
  inFooter: true,
  when: (scope) => scope.desk?.canRepeat === true,
  run: (scope) => scope.desk?.repeatLast(),
};

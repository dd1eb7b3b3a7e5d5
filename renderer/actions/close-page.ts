import type { Action } from './action.ts';

export const closePage: Action = {
  id: 'close-page',
  group: 'page',
  keys: ['Escape'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.pages?.isOpen === true,
  run: (scope) => scope.pages?.close(),
};

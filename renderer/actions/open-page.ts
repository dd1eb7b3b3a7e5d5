import type { Action } from './action.ts';

export const openPage: Action = {
  id: 'open-page',
  group: 'page',
  keys: ['Enter'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.pages !== null && !scope.pages.isOpen,
  run: (scope) => scope.pages?.open(),
};

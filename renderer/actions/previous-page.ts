import type { Action } from './action.ts';

export const previousPage: Action = {
  id: 'previous-page',
  group: 'page',
  keys: ['ArrowLeft'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.pages?.isOpen === true,
  run: (scope) => scope.pages?.step(-1),
};

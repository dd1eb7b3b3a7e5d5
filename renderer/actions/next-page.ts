import type { Action } from './action.ts';

export const nextPage: Action = {
  id: 'next-page',
  group: 'page',
  keys: ['ArrowRight'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.pages?.isOpen === true,
  run: (scope) => scope.pages?.step(1),
};

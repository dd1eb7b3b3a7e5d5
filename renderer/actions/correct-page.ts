import type { Action } from './action.ts';

export const correctPage: Action = {
  id: 'correct-page',
  group: 'page',
  keys: ['Alt+H'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.pages?.canCorrect === true,
  run: (scope) => scope.pages?.correct(),
};

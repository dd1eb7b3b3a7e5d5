import type { Action } from './action.ts';

export const nextLanguage: Action = {
  id: 'next-language',
  group: 'app',
  keys: [],
  inText: 'never',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.nextLanguage(),
};

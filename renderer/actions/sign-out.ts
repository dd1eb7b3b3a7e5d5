import type { Action } from './action.ts';

export const signOut: Action = {
  id: 'sign-out',
  group: 'app',
  keys: [],
  inText: 'always',
  when: (scope) => scope.person !== null,
  run: (scope) => scope.person?.signOut(),
};

import type { Action } from './action.ts';

export const switchPerson: Action = {
  id: 'switch-person',
  group: 'app',
  keys: ['Ctrl+Alt+U'],
  inText: 'always',
  when: (scope) => scope.person !== null,
  run: (scope) => scope.person?.switchPerson(),
};

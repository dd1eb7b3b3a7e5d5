import { maySee } from '../features/shell/may-see.ts';
import type { Action } from './action.ts';

export const goTrail: Action = {
  id: 'go-trail',
  group: 'go',
  keys: ['Ctrl+Alt+9'],
  inText: 'always',
  when: (scope) => scope.app !== null && maySee('trail'),
  run: (scope) => scope.app?.go('trail'),
};

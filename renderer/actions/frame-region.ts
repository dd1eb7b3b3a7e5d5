import type { Action } from './action.ts';

export const frameRegion: Action = {
  id: 'frame-region',
  group: 'field',
  keys: ['F2'],
  inText: 'always',
  inFooter: true,
  when: (scope) => scope.desk?.hasField === true,
  run: (scope) => scope.desk?.frameRegion(),
};

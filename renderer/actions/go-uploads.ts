import type { Action } from './action.ts';

export const goUploads: Action = {
  id: 'go-uploads',
  group: 'go',
  keys: ['Ctrl+Alt+5'],
  inText: 'always',
  when: (scope) => scope.app !== null,
  run: (scope) => scope.app?.go('uploads'),
};

import type { Action } from './action.ts';

export const importFiles: Action = {
  id: 'import-files',
  group: 'batch',
  keys: ['Ctrl+O'],
  inText: 'never',
  inFooter: true,
  when: (scope) => scope.batches !== null,
  run: (scope) => scope.batches?.pickFiles(),
};

import type { Action } from './action.ts';

export const importFolder: Action = {
  id: 'import-folder',
  group: 'batch',
  keys: ['Ctrl+Shift+O'],
  inText: 'never',
  when: (scope) => scope.batches !== null,
  run: (scope) => scope.batches?.pickFolder(),
};

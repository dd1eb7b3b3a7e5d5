import type { Action } from './action.ts';

export const importSamples: Action = {
  id: 'import-samples',
  group: 'batch',
  keys: [],
  inText: 'never',
  when: (scope) => scope.batches !== null,
  run: (scope) => scope.batches?.samples(),
};

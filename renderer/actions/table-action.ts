import type { Action, TableCommand } from './action.ts';

/** A command of the light table; it works on the pages chosen there, or on the one that is open. */
export const tableAction = (id: TableCommand, keys: readonly string[], options: { readonly inFooter?: boolean } = {}): Action => ({
  id,
  group: 'page',
  keys,
  inText: 'never',
  ...(options.inFooter ? { inFooter: true } : {}),
  when: (scope) => scope.table?.can(id) === true,
  run: (scope) => scope.table?.run(id),
});

import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const emptyBin: Action = tableAction('empty-bin', ['Alt+Delete']);

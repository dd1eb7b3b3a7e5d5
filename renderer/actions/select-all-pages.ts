import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const selectAllPages: Action = tableAction('select-all-pages', ['Ctrl+A']);

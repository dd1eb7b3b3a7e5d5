import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const clearSelection: Action = tableAction('clear-selection', ['Escape']);

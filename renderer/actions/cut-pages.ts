import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const cutPages: Action = tableAction('cut-pages', ['Ctrl+X']);

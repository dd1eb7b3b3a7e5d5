import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const turnOver: Action = tableAction('turn-over', ['U']);

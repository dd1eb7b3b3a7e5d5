import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const turnLeft: Action = tableAction('turn-left', ['L']);

import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const turnRight: Action = tableAction('turn-right', ['R'], { inFooter: true });

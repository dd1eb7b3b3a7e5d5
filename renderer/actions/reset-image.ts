import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const resetImage: Action = tableAction('reset-image', ['O']);

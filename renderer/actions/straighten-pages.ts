import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const straightenPages: Action = tableAction('straighten-pages', ['S']);

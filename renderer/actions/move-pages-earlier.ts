import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const movePagesEarlier: Action = tableAction('move-pages-earlier', ['Ctrl+Shift+ArrowLeft']);

import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const movePagesLater: Action = tableAction('move-pages-later', ['Ctrl+Shift+ArrowRight']);

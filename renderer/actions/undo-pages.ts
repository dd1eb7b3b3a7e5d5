import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const undoPages: Action = tableAction('undo-pages', ['Ctrl+Z'], { inFooter: true });

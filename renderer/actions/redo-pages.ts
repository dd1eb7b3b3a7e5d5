import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const redoPages: Action = tableAction('redo-pages', ['Ctrl+Y', 'Ctrl+Shift+Z']);

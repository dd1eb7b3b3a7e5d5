import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const pastePages: Action = tableAction('paste-pages', ['Ctrl+V']);

import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const restorePages: Action = tableAction('restore-pages', ['Insert'], { inFooter: true });

import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const binPages: Action = tableAction('bin-pages', ['Delete'], { inFooter: true });

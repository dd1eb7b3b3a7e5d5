import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const skipPages: Action = tableAction('skip-pages', ['K']);

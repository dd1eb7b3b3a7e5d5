import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const splitSpread: Action = tableAction('split-spread', ['D']);

import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const showBin: Action = tableAction('show-bin', ['B']);

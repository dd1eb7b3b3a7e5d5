import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const joinRecords: Action = tableAction('join-records', ['J']);

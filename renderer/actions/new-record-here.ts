import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const newRecordHere: Action = tableAction('new-record-here', ['N']);

import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const selectRecordPages: Action = tableAction('select-record-pages', ['H']);

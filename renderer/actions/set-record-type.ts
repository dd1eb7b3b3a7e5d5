import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const setRecordType: Action = tableAction('set-record-type', ['M']);

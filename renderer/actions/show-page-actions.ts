import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const showPageActions: Action = tableAction('show-page-actions', ['Y']);

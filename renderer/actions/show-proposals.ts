import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const showProposals: Action = tableAction('show-proposals', ['T']);

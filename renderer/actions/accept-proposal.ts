import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const acceptProposal: Action = tableAction('accept-proposal', ['A']);

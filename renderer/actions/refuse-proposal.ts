import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const refuseProposal: Action = tableAction('refuse-proposal', ['E']);

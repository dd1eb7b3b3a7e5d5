import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const cropPages: Action = tableAction('crop-pages', ['C']);

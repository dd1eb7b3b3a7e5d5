import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const largerThumbnails: Action = tableAction('larger-thumbnails', ['=', '+']);

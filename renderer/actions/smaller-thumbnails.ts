import type { Action } from './action.ts';
import { tableAction } from './table-action.ts';

export const smallerThumbnails: Action = tableAction('smaller-thumbnails', ['-']);

// Which field of which record somebody is on the way to (a search result): the desk begins there instead of at the
// first doubt. Forgotten as soon as another record is opened.
import { currentRoute, navigate } from './app-route.ts';

let sought: Readonly<{ recordId: string; field: string }> | null = null;

/** `field` null: wherever the desk begins by itself. */
export function openRecordAt(batchId: string, recordId: string, field: string | null): void {
  sought = field === null ? null : { recordId, field };
  navigate({ screen: 'correction', batchId, itemId: recordId });
}

export const soughtFieldOf = (recordId: string): string | null => (sought?.recordId === recordId ? sought.field : null);

if (typeof window !== 'undefined') {
  window.addEventListener('hashchange', () => {
    if (currentRoute().itemId !== sought?.recordId) sought = null;
  });
}

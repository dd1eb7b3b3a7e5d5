import { createStore } from '../../api/store.ts';

/** Which window-wide layer is open; while one is, keys belong to it. */
export const overlayStore = createStore<'palette' | 'keys' | 'new-batch' | 'edit-batch' | 'delete-batch' | 'confirm' | 'desk' | null>(null);

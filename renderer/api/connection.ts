import { createStore } from './store.ts';

/** Whether the back end's events reach this window: shown in the bar at the top when they do not. */
export const connectionStore = createStore<'opening' | 'open' | 'lost'>('opening');
export const setConnection = (state: 'open' | 'lost'): void => connectionStore.set(state);

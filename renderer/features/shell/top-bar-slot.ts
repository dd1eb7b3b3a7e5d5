import { createStore } from '../../api/store.ts';

/** Where a screen puts what must always be in sight (which record, how many doubts, saved or not), by portal. */
export const topBarSlot = createStore<HTMLElement | null>(null);
export const footerSlot = createStore<HTMLElement | null>(null);
export const placeTopBarSlot = (element: HTMLElement | null): void => topBarSlot.set(element);
export const placeFooterSlot = (element: HTMLElement | null): void => footerSlot.set(element);

// Where the clerk is, kept behind the # of the address: works from app://, http:// and a reload alike, and
// the browser's back button goes where it should. `#/<screen>/<batch>/<page or record>`.
import { useSyncExternalStore } from 'react';

export const SCREENS = ['batches', 'pages', 'correction', 'review', 'packages', 'uploads', 'reports', 'people', 'trail'] as const;
export type Screen = (typeof SCREENS)[number];
export type Route = Readonly<{ screen: Screen; batchId: string | null; itemId: string | null }>;

const isScreen = (value: string | undefined): value is Screen => SCREENS.some((screen) => screen === value);

export function parseRoute(hash: string): Route {
  const [screen, batchId, itemId] = hash.replace(/^#\/?/, '').split('/').map(decodeOrEmpty);
  return { screen: isScreen(screen) ? screen : 'batches', batchId: batchId || null, itemId: itemId || null };
}

export function formatRoute(route: Route): string {
  const parts = [route.screen, route.batchId, route.batchId === null ? null : route.itemId];
  return `#/${parts.filter((part) => part !== null).map(encodeURIComponent).join('/')}`;
}

function decodeOrEmpty(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

// All of the screen must see one route at a time, so it changes with the event, not with the address: the
// address is already new while the old screen is still being drawn.
let now: Route = parseRoute(typeof window === 'undefined' ? '' : window.location.hash);

export const currentRoute = (): Route => now;

/** `replace` leaves no step for the back button: for moving along within one screen. */
export function navigate(to: Partial<Route> & Pick<Route, 'screen'>, options: { replace?: boolean } = {}): void {
  const hash = formatRoute({ batchId: null, itemId: null, ...to });
  if (hash === window.location.hash) return;
  if (options.replace) {
    window.history.replaceState(null, '', hash);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    window.location.hash = hash;
  }
}

const listeners = new Set<() => void>();

if (typeof window !== 'undefined') {
  window.addEventListener('hashchange', () => {
    now = parseRoute(window.location.hash);
    for (const listener of listeners) listener();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useRoute = (): Route => useSyncExternalStore(subscribe, currentRoute);

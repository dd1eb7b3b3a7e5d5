import { useLayoutEffect, useSyncExternalStore } from 'react';
import { currentRoute } from '../app-route.ts';
import { createStore } from '../api/store.ts';
import type { Scope } from './action.ts';

type Offers = Omit<Scope, 'route'>;

const offers = createStore<Offers>({ app: null, person: null, batches: null, pages: null, table: null, viewer: null, desk: null, region: null, review: null });

export const currentScope = (): Scope => ({ ...offers.get(), route: currentRoute() });

/** Offers a screen's commands while it is mounted (null: none just now). `commands` must be stable between renders that change nothing. */
export function useOffer<K extends keyof Offers>(name: K, commands: Offers[K]): void {
  useLayoutEffect(() => {
    if (commands === null) return undefined;
    offers.update((now) => ({ ...now, [name]: commands }));
    return () => offers.update((now) => (now[name] === commands ? { ...now, [name]: null } : now));
  }, [name, commands]);
}

export function useScope(): Scope {
  const now = useSyncExternalStore(offers.subscribe, offers.get);
  return { ...now, route: currentRoute() };
}

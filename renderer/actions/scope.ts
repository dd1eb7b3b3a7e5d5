import { useLayoutEffect } from 'react';
import { currentRoute } from '../app-route.ts';
import { sessionStore } from '../api/session.ts';
import { createStore, useStore } from '../api/store.ts';
import type { Scope } from './action.ts';
import { rolesHere } from './deeds.ts';

type Offers = Omit<Scope, 'route' | 'roles'>;

const offers = createStore<Offers>({ app: null, person: null, batches: null, pages: null, table: null, viewer: null, desk: null, region: null, review: null });

export const currentScope = (): Scope => ({ ...offers.get(), route: currentRoute(), roles: rolesHere() });

/** Offers a screen's commands while it is mounted (null: none just now). `commands` must be stable between renders that change nothing. */
export function useOffer<K extends keyof Offers>(name: K, commands: Offers[K]): void {
  useLayoutEffect(() => {
    if (commands === null) return undefined;
    offers.update((now) => ({ ...now, [name]: commands }));
    return () => offers.update((now) => (now[name] === commands ? { ...now, [name]: null } : now));
  }, [name, commands]);
}

export function useScope(): Scope {
  useStore(offers);
  useStore(sessionStore);
  return currentScope();
}

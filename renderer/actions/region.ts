import type { Action, RegionScope, Scope } from './action.ts';

const isUp = (scope: Scope): boolean => scope.region !== null;
const isFraming = (scope: Scope): boolean => scope.region?.state === 'framing';

const arrow = (id: string, key: string, run: (region: RegionScope) => void): Action => ({ id, group: 'region', keys: [key], inText: 'always', when: isFraming, run: (scope) => (scope.region ? run(scope.region) : undefined) });

/** While a frame is up, its keys go before those of the field. */
export const regionActions: readonly Action[] = [
  { id: 'region-confirm', group: 'region', keys: ['Enter'], inText: 'always', inFooter: true, when: (scope) => isUp(scope), run: (scope) => scope.region?.confirm() },
  { id: 'region-cancel', group: 'region', keys: ['Escape'], inText: 'always', inFooter: true, when: isUp, run: (scope) => scope.region?.cancel() },
  arrow('region-left', 'ArrowLeft', (region) => region.move(-1, 0)),
  arrow('region-right', 'ArrowRight', (region) => region.move(1, 0)),
  arrow('region-up', 'ArrowUp', (region) => region.move(0, -1)),
  arrow('region-down', 'ArrowDown', (region) => region.move(0, 1)),
  arrow('region-narrower', 'Shift+ArrowLeft', (region) => region.grow(-1, 0)),
  arrow('region-wider', 'Shift+ArrowRight', (region) => region.grow(1, 0)),
  arrow('region-lower', 'Shift+ArrowUp', (region) => region.grow(0, -1)),
  arrow('region-taller', 'Shift+ArrowDown', (region) => region.grow(0, 1)),
];

import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute } from '../../../renderer/app-route.ts';

describe('a route', () => {
  it.each([
    ['', { screen: 'batches', batchId: null, itemId: null }],
    ['#/batches', { screen: 'batches', batchId: null, itemId: null }],
    ['#/pages/b1', { screen: 'pages', batchId: 'b1', itemId: null }],
    ['#/correction/b1/r2', { screen: 'correction', batchId: 'b1', itemId: 'r2' }],
    ['#/nowhere/b1', { screen: 'batches', batchId: 'b1', itemId: null }],
    ['#/pages/%E0%A4%A', { screen: 'pages', batchId: null, itemId: null }],
  ])('is read from %j', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it('comes back as it was written', () => {
    const route = { screen: 'correction', batchId: 'lô/1', itemId: 'hồ sơ 2' } as const;
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  it('drops an item that belongs to no batch', () => {
    expect(formatRoute({ screen: 'uploads', batchId: null, itemId: 'x' })).toBe('#/uploads');
  });
});

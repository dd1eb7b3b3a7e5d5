import { expect, it } from 'vitest';
import { createGate, mapAhead } from '../../../backend/packaging/map-ahead.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

it('gives results in the order of the items, whichever is ready first', async () => {
  const slowFirst = async (item: number): Promise<number> => {
    for (let wait = 0; wait < 10 - item; wait += 1) await turn();
    return item * 10;
  };
  expect(await collect(mapAhead([1, 2, 3, 4, 5], 3, slowFirst))).toEqual([10, 20, 30, 40, 50]);
});
it('never has more under way than allowed', async () => {
  let running = 0;
  let most = 0;
  await collect(mapAhead(Array.from({ length: 20 }), 3, async () => {
    most = Math.max(most, (running += 1));
    await turn();
    running -= 1;
  }));
  expect(most).toBe(3);
});
it('takes no more items after a failure, and waits for what still runs', async () => {
  let ended = 0;
  const started: number[] = [];
  const work = async (item: number): Promise<void> => {
    started.push(item);
    if (item === 1) throw new Error('broken');
    await turn();
    await turn();
    ended += 1;
  };
  await expect(collect(mapAhead([0, 1, 2, 3, 4, 5, 6], 3, work))).rejects.toThrow('broken');
  expect(started.length).toBeLessThan(6);
  expect(ended).toBe(started.length - 1);
});
it('knows nothing to do', async () => {
  expect(await collect(mapAhead([], 4, () => Promise.resolve(1)))).toEqual([]);
});
it('lets through the gate only so many at a time, first come first served, also after failures', async () => {
  const gate = createGate(2);
  const order: number[] = [];
  let inside = 0;
  const visits = Array.from({ length: 8 }, (_, index) => gate(async () => {
    inside += 1;
    expect(inside).toBeLessThanOrEqual(2);
    order.push(index);
    await turn();
    inside -= 1;
    if (index === 3) throw new Error('tripped');
    return index;
  }));
  const results = await Promise.allSettled(visits);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
});

// Work on several items at once, results in the order of the items, with a bound on what is held: the
// pictures of a book are encoded on all cores while its pages are written one after another.

/** At most `ahead` calls of `map` run or wait to be taken. The first failure ends the sequence, after the calls still running have ended. */
export async function* mapAhead<Item, Result>(items: Iterable<Item>, ahead: number, map: (item: Item, index: number) => Promise<Result>): AsyncGenerator<Result> {
  const source = items[Symbol.iterator]();
  const running: Promise<Result>[] = [];
  let index = 0;
  const fill = (): void => {
    while (running.length < ahead) {
      const next = source.next();
      if (next.done === true) return;
      const result = map(next.value, index);
      // Its failure is met when its turn comes, not before.
      result.catch(() => undefined);
      running.push(result);
      index += 1;
    }
  };
  try {
    for (fill(); ; fill()) {
      const first = running.shift();
      if (first === undefined) return;
      yield await first;
    }
  } finally {
    await Promise.allSettled(running);
  }
}

export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Lets at most `width` pieces of work run at a time, in the order in which they came. */
export function createGate(width: number): Gate {
  const waiting: (() => void)[] = [];
  let free = width;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

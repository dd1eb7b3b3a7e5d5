// One of something for every test of a file, in a temporary folder of its own, closed and removed after the test.
import { afterEach, beforeEach } from 'vitest';
import { createTempDir } from './test-backend.ts';

/** `take` gets the one of the test that comes: openForEachTest(openThreePeople, (opened) => { office = opened; }). */
export function openForEachTest<T extends { close(): Promise<void> }>(open: (dir: string) => Promise<T>, take: (opened: T) => void): void {
  let end: (() => Promise<void>) | undefined;
  beforeEach(async () => {
    const temp = await createTempDir();
    const opened = await open(temp.dir);
    end = async () => {
      await opened.close();
      await temp.remove();
    };
    take(opened);
  });
  afterEach(() => end?.());
}

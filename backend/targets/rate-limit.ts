// A share of the line: so many bytes a second over everything that is sent under one profile, however many
// files are on their way. A bucket of a quarter of a second, so that a slow line is steady, not jerky.
import { setTimeout as wait } from 'node:timers/promises';

export type RateLimit = {
  readonly bytesPerSecond: number;
  /** Largest piece worth writing at once. */
  readonly sliceBytes: number;
  /** Resolves when so many bytes may go; in the order asked. */
  take(bytes: number, signal?: AbortSignal): Promise<void>;
};

export type Clock = { nowMs(): number; wait(ms: number, signal?: AbortSignal): Promise<void> };

const realClock: Clock = { nowMs: () => performance.now(), wait: async (ms, signal) => void (await wait(ms, undefined, signal === undefined ? {} : { signal })) };

const LEAST_SLICE = 512;
const MOST_SLICE = 64 * 1024;
/** After a machine slept, it does not make up for the hours. */
const LONGEST_SAVING_MS = 250;

export function createRateLimit(bytesPerSecond: number, clock: Clock = realClock): RateLimit {
  let freeAtMs = clock.nowMs();
  return {
    bytesPerSecond,
    sliceBytes: Math.max(LEAST_SLICE, Math.min(MOST_SLICE, Math.floor(bytesPerSecond / 8))),
    take: async (bytes, signal) => {
      const now = clock.nowMs();
      const turn = Math.max(freeAtMs, now - LONGEST_SAVING_MS);
      freeAtMs = turn + (bytes / bytesPerSecond) * 1000;
      if (turn > now) await clock.wait(turn - now, signal);
    },
  };
}

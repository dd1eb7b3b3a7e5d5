// When to try again over a line that drops: soon at first, then rarer, never all at once with others
// (jitter), and no sooner than the server asks.
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';

export type RetryPace = {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** Tries in a row that bring nothing before it gives up. */
  readonly tries: number;
};

export const DEFAULT_PACE: RetryPace = { firstDelayMs: 500, longestDelayMs: 60_000, tries: 10 };

/** Thrown by an attempt that may be repeated. */
export class TryAgain extends Error {
  readonly retryAfterMs: number | undefined;
  readonly lastly: AppError;

  /** `lastly` is what becomes of it when no try is left. */
  constructor(lastly: AppError, retryAfterMs?: number) {
    super(lastly.message, { cause: lastly.cause });
    this.lastly = lastly;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Repeats `attempt` while it throws TryAgain. `progressed` tells whether the last one brought anything: then counting starts anew. */
export async function withRetries<T>(attempt: () => Promise<T>, options: { pace: RetryPace; signal: AbortSignal; progressed?: () => boolean }): Promise<T> {
  const { pace, signal } = options;
  for (let fruitless = 0; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw new AppError('cancelled', {}, 'again', { cause: error });
      if (!(error instanceof TryAgain)) throw error;
      fruitless = options.progressed?.() === true ? 1 : fruitless + 1;
      if (fruitless >= pace.tries) throw error.lastly;
      await pause(delayMs(pace, fruitless, error.retryAfterMs), signal);
    }
  }
}

export function delayMs(pace: RetryPace, fruitless: number, retryAfterMs?: number): number {
  const longest = Math.min(pace.longestDelayMs, pace.firstDelayMs * 2 ** (fruitless - 1));
  return Math.max(retryAfterMs ?? 0, longest * (0.5 + Math.random() / 2));
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch((error: unknown) => {
    throw new AppError('cancelled', {}, 'again', { cause: error });
  });
}

const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** Retry-After in seconds or as a date; undefined when it says nothing sensible. */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | undefined {
  if (header === null || header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, ms));
}

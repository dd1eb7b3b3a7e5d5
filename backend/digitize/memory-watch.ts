// Highest resident memory of this process and its workers together, sampled a few times a second.
import type { WorkerPool } from '../worker/worker-pool.ts';

const INTERVAL_MS = 250;

export function watchMemory(pool: WorkerPool): { stop(): number } {
  let peak = 0;
  const sample = (): void => void (peak = Math.max(peak, process.memoryUsage.rss() + pool.usage().rssBytes));
  sample();
  const timer = setInterval(sample, INTERVAL_MS);
  timer.unref();
  return {
    stop: () => {
      sample();
      clearInterval(timer);
      return peak;
    },
  };
}

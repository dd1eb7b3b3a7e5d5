// How fast a batch goes: pages read in the last two minutes, from when the first of them ended.
const WINDOW_MS = 120_000;

export type BatchPace = { pageRead(batchId: string): void; pagesPerMinute(batchId: string): number | null };

export function createBatchPace(nowMs: () => number = () => performance.now()): BatchPace {
  const times = new Map<string, number[]>();
  const recent = (batchId: string): number[] => (times.get(batchId) ?? []).filter((time) => time > nowMs() - WINDOW_MS);
  return {
    pageRead: (batchId) => void times.set(batchId, [...recent(batchId), nowMs()]),
    pagesPerMinute: (batchId) => {
      const list = recent(batchId);
      const first = list[0];
      // Two pages are the least that say anything about a pace.
      if (first === undefined || list.length < 2) return null;
      const minutes = (nowMs() - first) / 60_000;
      return minutes <= 0 ? null : Math.round(((list.length - 1) / minutes) * 10) / 10;
    },
  };
}

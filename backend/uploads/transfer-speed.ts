// How fast an upload goes, from what was acknowledged in the last half minute.

export type TransferSpeed = {
  note(uploadId: string, doneBytes: number, totalBytes: number): void;
  /** undefined when nothing runs or nothing is known yet. */
  of(uploadId: string): { readonly doneBytes: number; readonly totalBytes: number; readonly bytesPerSecond: number | null; readonly secondsLeft: number | null } | undefined;
  forget(uploadId: string): void;
};

const WINDOW_MS = 30_000;
const LEAST_MS = 1_000;

export function createTransferSpeed(nowMs: () => number = () => performance.now()): TransferSpeed {
  const seen = new Map<string, { points: { atMs: number; done: number }[]; total: number }>();
  return {
    note: (id, done, total) => {
      const entry = seen.get(id) ?? { points: [], total };
      entry.total = total;
      const at = nowMs();
      const last = entry.points.at(-1);
      if (last !== undefined && entry.points.length > 1 && at - last.atMs < 100) last.done = done;
      else entry.points.push({ atMs: at, done });
      while (entry.points.length > 2 && at - (entry.points[0]?.atMs ?? at) > WINDOW_MS) entry.points.shift();
      seen.set(id, entry);
    },
    of: (id) => {
      const entry = seen.get(id);
      const [first, last] = [entry?.points[0], entry?.points.at(-1)];
      if (entry === undefined || first === undefined || last === undefined) return undefined;
      const ms = nowMs() - first.atMs;
      const bytesPerSecond = ms < LEAST_MS ? null : Math.max(0, ((last.done - first.done) / ms) * 1000);
      const secondsLeft = bytesPerSecond === null || bytesPerSecond < 1 ? null : Math.round((entry.total - last.done) / bytesPerSecond);
      return { doneBytes: last.done, totalBytes: entry.total, bytesPerSecond: bytesPerSecond === null ? null : Math.round(bytesPerSecond), secondsLeft };
    },
    forget: (id) => void seen.delete(id),
  };
}

// The rows of the light table that are in sight: all are of one height, so where each stands is arithmetic. While the
// table flies by, more than a room's height between two frames, nobody can see a page: sheets pass without pictures
// and marks, which come as soon as it slows down.
import { useEffect, useRef, useState, type RefObject } from 'react';
import { rowsInSight, scrollTopFor, type Grid, type RowSpan } from './grid.ts';

const SPARE_ROWS = 2;
const CALM_AFTER_MS = 90;

type Place = Readonly<{ topPx: number; isFlying: boolean }>;

type Rows = RowSpan & {
  readonly isFlying: boolean;
  readonly totalHeightPx: number;
  /** The most rows that can ever be in sight: a row keeps its place among as many elements while it is. */
  readonly slots: number;
  topOf(row: number): number;
  /** Brings the row into sight. */
  show(row: number): void;
};

export function useRows(room: RefObject<HTMLDivElement | null>, roomHeightPx: number, count: number, grid: Grid): Rows {
  const [place, setPlace] = useState<Place>({ topPx: 0, isFlying: false });
  // The same rows in sight are nothing to draw anew.
  const latest = useRef<(now: Place, next: Place) => boolean>(() => false);
  useEffect(() => {
    const spanOf = (topPx: number): string => Object.values(rowsInSight(topPx, roomHeightPx, grid, count, SPARE_ROWS)).join();
    latest.current = (now, next) => now.isFlying === next.isFlying && spanOf(now.topPx) === spanOf(next.topPx);
  }, [roomHeightPx, grid, count]);
  useEffect(() => {
    const node = room.current;
    if (!node) return undefined;
    const move = (next: Place): void => setPlace((now) => (latest.current(now, next) ? now : next));
    let lastPx = node.scrollTop;
    let calm: ReturnType<typeof setTimeout> | undefined;
    const scroll = (): void => {
      const topPx = node.scrollTop;
      const isFlying = Math.abs(topPx - lastPx) > node.clientHeight;
      lastPx = topPx;
      clearTimeout(calm);
      if (isFlying) calm = setTimeout(() => move({ topPx: node.scrollTop, isFlying: false }), CALM_AFTER_MS);
      move({ topPx, isFlying });
    };
    scroll();
    node.addEventListener('scroll', scroll, { passive: true });
    return () => {
      clearTimeout(calm);
      node.removeEventListener('scroll', scroll);
    };
  }, [room]);
  const show = (row: number): void => {
    const node = room.current;
    node?.scrollTo({ top: scrollTopFor(row, node.scrollTop, node.clientHeight, grid) });
  };
  return {
    ...rowsInSight(place.topPx, roomHeightPx, grid, count, SPARE_ROWS),
    isFlying: place.isFlying,
    slots: Math.ceil(roomHeightPx / grid.cellHeightPx) + 1 + 2 * SPARE_ROWS,
    totalHeightPx: count * grid.cellHeightPx + 2 * grid.edgePx,
    topOf: (row) => grid.edgePx + row * grid.cellHeightPx,
    show,
  };
}

// The pointer on the light table: from a gap it draws a band that chooses what it touches; from a page it carries
// the chosen pages to another place. Near an edge the table scrolls along. Escape lets go without doing anything.
import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject } from 'react';
import { cellsIn, placeAt, type Band, type Grid } from './grid.ts';

const STARTS_AFTER_PX = 5;
const EDGE_PX = 48;
const SCROLL_PX = 14;

export type PointerWork = { readonly band: Band | null; /** Before which page the carried ones would stand. */ readonly dropAt: number | null };
const IDLE: PointerWork = { band: null, dropAt: null };

type Options = {
  readonly room: RefObject<HTMLDivElement | null>;
  readonly grid: Grid;
  readonly count: number;
  readonly canCarry: boolean;
  /** A carry began on this page: it must be among the chosen ones. */
  onLift(id: string): void;
  onBand(indexes: readonly number[], keepsOld: boolean): void;
  onDrop(before: number): void;
  onGap(): void;
};

type Drag = { readonly pageId: string | null; readonly startX: number; readonly startY: number; readonly keepsOld: boolean; clientX: number; clientY: number; isGoing: boolean };

export function usePointer(options: Options): PointerWork & { onPointerDown(event: ReactPointerEvent): void } {
  const [work, setWork] = useState<PointerWork>(IDLE);
  const latest = useRef(options);
  const drag = useRef<Drag | null>(null);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => () => stop.current?.(), []);

  const inRoom = (clientX: number, clientY: number): readonly [number, number] => {
    const node = latest.current.room.current;
    const box = node?.getBoundingClientRect();
    return [clientX - (box?.left ?? 0), clientY - (box?.top ?? 0) + (node?.scrollTop ?? 0)];
  };
  const follow = (now: Drag): void => {
    const { grid, count, onBand } = latest.current;
    const [x, y] = inRoom(now.clientX, now.clientY);
    if (now.pageId !== null) return setWork({ band: null, dropAt: placeAt(x, y, grid, count) });
    const band = { x0: now.startX, y0: now.startY, x1: x, y1: y };
    setWork({ band, dropAt: null });
    onBand(cellsIn(band, grid, count), now.keepsOld);
  };
  const move = (event: PointerEvent): void => {
    const now = drag.current;
    if (!now) return;
    now.clientX = event.clientX;
    now.clientY = event.clientY;
    const [x, y] = inRoom(event.clientX, event.clientY);
    if (!now.isGoing) {
      if (Math.hypot(x - now.startX, y - now.startY) < STARTS_AFTER_PX) return;
      now.isGoing = true;
      if (now.pageId !== null) latest.current.onLift(now.pageId);
    }
    follow(now);
  };
  const end = (isDone: boolean) => {
    const now = drag.current;
    stop.current?.();
    if (!now) return;
    if (!now.isGoing && now.pageId === null && isDone && !now.keepsOld) latest.current.onGap();
    if (now.isGoing && now.pageId !== null && isDone) {
      const { grid, count, onDrop } = latest.current;
      onDrop(placeAt(...inRoom(now.clientX, now.clientY), grid, count));
    }
  };
  const begin = (): void => {
    const up = (): void => end(true);
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    };
    const timer = setInterval(() => {
      const [now, node] = [drag.current, latest.current.room.current];
      if (!now?.isGoing || !node) return;
      const box = node.getBoundingClientRect();
      const by = now.clientY < box.top + EDGE_PX ? -SCROLL_PX : now.clientY > box.bottom - EDGE_PX ? SCROLL_PX : 0;
      if (by === 0) return;
      node.scrollTop += by;
      follow(now);
    }, 16);
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', up);
    window.addEventListener('keydown', key, true);
    stop.current = () => {
      clearInterval(timer);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', up);
      window.removeEventListener('keydown', key, true);
      drag.current = null;
      stop.current = null;
      setWork(IDLE);
    };
  };
  return {
    ...work,
    onPointerDown: (event) => {
      if (event.button !== 0 || drag.current || !(event.target instanceof HTMLElement)) return;
      const node = latest.current.room.current;
      // The scroll bar is no gap.
      if (node && event.clientX > node.getBoundingClientRect().left + node.clientWidth) return;
      const onPage = event.target.closest('.thumb-sheet, .thumb-foot')?.closest<HTMLElement>('[data-page]')?.dataset['page'] ?? null;
      if (onPage === null && event.target.closest('button')) return;
      if (onPage !== null && !latest.current.canCarry) return;
      const [startX, startY] = inRoom(event.clientX, event.clientY);
      drag.current = { pageId: onPage, startX, startY, keepsOld: event.ctrlKey || event.metaKey || event.shiftKey, clientX: event.clientX, clientY: event.clientY, isGoing: false };
      begin();
    },
  };
}

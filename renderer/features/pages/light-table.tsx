// Only the rows in sight are in the document, so that ten thousand pages scroll as ten do. One tab stop; the arrows
// move within it, Shift and Ctrl as in any list; the pointer draws a band over a gap and carries pages from page.
import { useCallback, useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageSummary } from '../../../shared/api/pages.ts';
import { useSize } from '../viewer/use-size.ts';
import { gridOf, sheetHeightPx, type Band } from './grid.ts';
import type { RecordMark } from './record-marks.ts';
import { kept, pick, pickMany, type PickMode, type Selection } from './selection.ts';
import { Thumbnail } from './thumbnail.tsx';
import { usePointer } from './use-pointer.ts';
import { useRows } from './use-rows.ts';

type LightTableProps = {
  pages: readonly PageSummary[];
  marks: ReadonlyMap<string, RecordMark>;
  selection: Selection;
  cut: readonly string[];
  sheetWidthPx: number;
  isLoading: boolean;
  canCarry: boolean;
  /** Brought into sight. */
  soughtId: string | null;
  emptyText: string;
  onSelect: (next: Selection) => void;
  onOpen: (id: string) => void;
  /** The chosen pages go before this one; null: to the end. */
  onCarry: (before: string | null) => void;
};

const EDGE_PX = 14;
const SKELETONS = Array.from({ length: 8 }, (_, index) => index);
const STEPS: Readonly<Record<string, (columns: number) => number>> = { ArrowRight: () => 1, ArrowLeft: () => -1, ArrowDown: (columns) => columns, ArrowUp: (columns) => -columns, PageDown: (columns) => 3 * columns, PageUp: (columns) => -3 * columns, Home: () => Number.NEGATIVE_INFINITY, End: () => Number.POSITIVE_INFINITY };

const modeOf = (event: { readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean }, withControl: PickMode): PickMode => (event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? withControl : 'one');

export function LightTable({ pages, marks, selection, cut, sheetWidthPx, isLoading, canCarry, soughtId, emptyText, onSelect, onOpen, onCarry }: LightTableProps) {
  const { t } = useTranslation();
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room);
  const grid = useMemo(() => gridOf(size.widthPx, sheetWidthPx, EDGE_PX), [size.widthPx, sheetWidthPx]);
  const { columns } = grid;
  const { show, ...rows } = useRows(room, size.heightPx, Math.ceil(pages.length / columns), grid);
  const ids = useMemo(() => pages.map((page) => page.id), [pages]);
  const isCut = useMemo(() => new Set(cut), [cut]);
  const focusId = selection.focusId ?? ids[0] ?? null;

  // What went from the table is no longer chosen; what came to stand in its place has the focus.
  const before = useRef(ids);
  useEffect(() => {
    const now = kept(selection, before.current, ids);
    before.current = ids;
    if (now !== selection && ids.length > 0) onSelect(now);
  }, [ids, selection, onSelect]);

  const wantsFocus = useRef(false);
  useEffect(() => {
    if (!wantsFocus.current) return;
    const node = room.current?.querySelector<HTMLElement>('[data-focus=true]');
    if (node) {
      wantsFocus.current = false;
      node.focus({ preventScroll: true });
    }
  });

  // Only when another page is looked for.
  const shownId = useRef<string | null>(null);
  const soughtAt = soughtId === null ? -1 : ids.indexOf(soughtId);
  useEffect(() => {
    if (shownId.current !== soughtId && soughtAt >= 0) show(Math.floor(soughtAt / columns));
    shownId.current = soughtId;
  }, [soughtId, soughtAt, show, columns]);

  const goTo = (index: number, mode: PickMode): void => {
    const id = ids[index];
    if (id === undefined) return;
    wantsFocus.current = true;
    show(Math.floor(index / columns));
    onSelect(pick(selection, ids, id, mode));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.altKey || ((event.ctrlKey || event.metaKey) && event.shiftKey)) return;
    const at = Math.max(0, focusId === null ? 0 : ids.indexOf(focusId));
    const step = STEPS[event.key];
    if (step) goTo(Math.min(ids.length - 1, Math.max(0, at + step(columns))), modeOf(event, 'focus'));
    else if (event.key === ' ' && focusId !== null) onSelect(pick(selection, ids, focusId, 'toggle'));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Stable, so that thumbnails in sight are not drawn anew with every row that scrolls in.
  const latest = useRef({ selection, ids, onSelect });
  useEffect(() => {
    latest.current = { selection, ids, onSelect };
  });
  const click = useCallback((event: MouseEvent, id: string): void => {
    const now = latest.current;
    now.onSelect(pick(now.selection, now.ids, id, modeOf(event, 'toggle')));
  }, []);
  const pointer = usePointer({
    room, grid, count: pages.length, canCarry,
    onLift: (id) => (selection.chosen.has(id) ? undefined : onSelect(pick(selection, ids, id, 'one'))),
    onBand: (indexes, keepsOld) => onSelect(pickMany(keepsOld ? selection : { ...selection, chosen: new Set() }, indexes.flatMap((index) => ids[index] ?? []), keepsOld)),
    onDrop: (index) => onCarry(ids.slice(index).find((id) => !selection.chosen.has(id)) ?? null),
    onGap: () => onSelect({ ...selection, chosen: new Set() }),
  });

  if (isLoading) return <div className="light-table" ref={room} aria-busy><div className="light-row" style={{ padding: EDGE_PX }}>{SKELETONS.map((cell) => <div key={cell} className="thumb-skeleton skeleton" style={{ width: sheetWidthPx, height: sheetHeightPx(sheetWidthPx) }} />)}</div></div>;
  if (pages.length === 0) return <div className="light-table" ref={room}><p className="light-empty">{emptyText}</p></div>;
  const inSight = Array.from({ length: rows.end - rows.first }, (_, index) => rows.first + index);
  const carried = pointer.dropAt === null ? 0 : Math.max(1, selection.chosen.size);
  return (
    <div className={pointer.dropAt === null ? 'light-table' : 'light-table carrying'} ref={room} role="listbox" aria-multiselectable aria-label={t('screen.pages')} data-commands tabIndex={-1} onKeyDown={press} onPointerDown={pointer.onPointerDown}>
      <div className="light-length" role="presentation" style={{ height: rows.totalHeightPx }}>
        {inSight.map((row) => (
          // A row that scrolls out lends its elements to the one that comes in.
          <div key={row % rows.slots} className="light-row" role="presentation" style={{ transform: `translateY(${rows.topOf(row)}px)`, paddingInline: EDGE_PX }}>
            {pages.slice(row * columns, (row + 1) * columns).map((page, column) => {
              const index = row * columns + column;
              const mark = rows.isFlying ? null : (marks.get(page.id) ?? null);
              return (
                <Thumbnail key={column} page={page} mark={mark} titleCells={mark?.isFirst ? cellsOfTitle(pages, index, columns) : 1} sheetWidthPx={sheetWidthPx} cellHeightPx={grid.cellHeightPx} isChosen={selection.chosen.has(page.id)}
                  isFocus={page.id === focusId} isCut={isCut.has(page.id)} isPassing={rows.isFlying} position={index + 1} total={pages.length} t={t} onClick={click} onOpen={onOpen} />
              );
            })}
          </div>
        ))}
        {pointer.band ? <div className="light-band" style={boxOf(pointer.band)} /> : null}
        {pointer.dropAt === null ? null : <div className="light-drop" style={{ left: EDGE_PX + (pointer.dropAt % columns) * grid.cellWidthPx - 2, top: EDGE_PX + Math.floor(pointer.dropAt / columns) * grid.cellHeightPx, height: grid.cellHeightPx - 16 }}><span className="chip">{t('pages.carried', { count: carried })}</span></div>}
      </div>
    </div>
  );
}

/** How many cells of its row a record's title may run over. */
function cellsOfTitle(pages: readonly PageSummary[], index: number, columns: number): number {
  let cells = 1;
  while ((index + cells) % columns !== 0 && pages[index + cells]?.recordId === pages[index]?.recordId) cells += 1;
  return cells;
}

const boxOf = ({ x0, y0, x1, y1 }: Band) => ({ left: Math.min(x0, x1), top: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) });

// Only the rows in sight are in the document, so that ten thousand pages scroll as ten do. One tab stop;
// the arrows move within.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageSummary } from '../../../shared/api/pages.ts';
import { useSize } from '../viewer/use-size.ts';
import { Thumbnail } from './thumbnail.tsx';

type LightTableProps = { pages: readonly PageSummary[]; isLoading: boolean; chosenId: string | null; onChoose: (id: string) => void; onOpen: (id: string) => void };

const CELL_PX = { width: 168, height: 254 };
const EDGE_PX = 16;
const SKELETONS = Array.from({ length: 8 }, (_, index) => index);

const STEPS: Readonly<Record<string, (columns: number) => number>> = { ArrowRight: () => 1, ArrowLeft: () => -1, ArrowDown: (columns) => columns, ArrowUp: (columns) => -columns, PageDown: (columns) => 3 * columns, PageUp: (columns) => -3 * columns, Home: () => Number.NEGATIVE_INFINITY, End: () => Number.POSITIVE_INFINITY };

export function LightTable({ pages, isLoading, chosenId, onChoose, onOpen }: LightTableProps) {
  const { t } = useTranslation();
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room);
  const columns = Math.max(1, Math.floor((size.widthPx - 2 * EDGE_PX) / CELL_PX.width));
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer keeps its own state; nothing here is memoised by a compiler
  const rows = useVirtualizer({ count: Math.ceil(pages.length / columns), getScrollElement: () => room.current, estimateSize: () => CELL_PX.height, overscan: 2, paddingStart: EDGE_PX, paddingEnd: EDGE_PX });
  const chosenIndex = Math.max(0, pages.findIndex((page) => page.id === chosenId));

  const focusChosen = useCallback(() => room.current?.querySelector<HTMLElement>('[data-chosen=true]')?.focus({ preventScroll: true }), []);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) focusChosen();
    moved.current = false;
  });

  const press = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(pages.length - 1, Math.max(0, chosenIndex + step(columns)));
    const page = pages[next];
    if (!page) return;
    moved.current = true;
    rows.scrollToIndex(Math.floor(next / columns));
    onChoose(page.id);
  };

  if (isLoading) return <div className="light-table" ref={room} aria-busy><div className="light-row" style={{ padding: EDGE_PX }}>{SKELETONS.map((cell) => <div key={cell} className="thumb-skeleton skeleton" />)}</div></div>;
  if (pages.length === 0) return <div className="light-table" ref={room}><p className="light-empty">{t('pages.empty')}</p></div>;
  return (
    <div className="light-table" ref={room} role="listbox" aria-label={t('screen.pages')} tabIndex={-1} onKeyDown={press}>
      <div className="light-length" role="presentation" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => (
          <div key={row.key} className="light-row" role="presentation" style={{ transform: `translateY(${row.start}px)`, paddingInline: EDGE_PX }}>
            {pages.slice(row.index * columns, (row.index + 1) * columns).map((page, column) => {
              const index = row.index * columns + column;
              return <Thumbnail key={page.id} page={page} isChosen={index === chosenIndex} startsRecord={page.recordId !== null && page.recordId !== pages[index - 1]?.recordId} position={index + 1} total={pages.length} onChoose={onChoose} onOpen={onOpen} />;
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

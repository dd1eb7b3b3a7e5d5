// A part of the page, read into the field in focus: drawn with the mouse at any time, or with the keyboard (a key
// puts a frame up, arrows move it, Shift and arrows size it, Enter reads). What was read is shown first; it lands in
// the field only when it is taken, and then as typed text that can be mended, accepted or thrown away.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PageDetail } from '../../../shared/api/pages.ts';
import type { Box } from '../../../shared/domain/geometry.ts';
import type { RegionScope } from '../../actions/action.ts';
import { useOffer } from '../../actions/scope.ts';
import { readRegion } from '../../api/records.ts';
import { grownBox, movedBox, startingBox } from './region-box.ts';

export type Region =
  | Readonly<{ state: 'framing'; box: Box }>
  | Readonly<{ state: 'reading'; box: Box }>
  | Readonly<{ state: 'read'; box: Box; text: string; confidence: number }>;

type RegionParts = { page: PageDetail | undefined; fieldKey: string | null; /** Of the field in focus, on this page. */ fieldBox: Box | undefined; onTake: (text: string, box: Box) => void; onTrouble: (error: unknown) => void };

export function useRegion({ page, fieldKey, fieldBox, onTake, onTrouble }: RegionParts) {
  const [region, setRegion] = useState<Region | null>(null);
  const asked = useRef<AbortController | null>(null);
  const size = useMemo(() => ({ widthPx: page?.widthPx ?? 1, heightPx: page?.heightPx ?? 1 }), [page]);
  const pageId = page?.id;

  const cancel = useCallback(() => {
    asked.current?.abort();
    setRegion(null);
  }, []);
  // Another page or another field: what was framed belongs to neither.
  useEffect(() => cancel, [cancel, pageId, fieldKey]);

  const read = useCallback(async (box: Box): Promise<void> => {
    if (pageId === undefined) return;
    asked.current?.abort();
    const mine = new AbortController();
    asked.current = mine;
    setRegion({ state: 'reading', box });
    try {
      const { text, confidence } = await readRegion(pageId, box, mine.signal);
      if (!mine.signal.aborted) setRegion({ state: 'read', box, text, confidence });
    } catch (error) {
      if (mine.signal.aborted) return;
      setRegion(null);
      onTrouble(error);
    }
  }, [pageId, onTrouble]);

  const start = useCallback(() => setRegion({ state: 'framing', box: startingBox(fieldBox, size) }), [fieldBox, size]);
  const scope = useMemo((): RegionScope | null => region === null ? null : {
    state: region.state,
    move: (x, y) => setRegion((now) => (now?.state === 'framing' ? { ...now, box: movedBox(now.box, x, y, size) } : now)),
    grow: (x, y) => setRegion((now) => (now?.state === 'framing' ? { ...now, box: grownBox(now.box, x, y, size) } : now)),
    confirm() {
      if (region.state === 'framing') void read(region.box);
      if (region.state === 'read' && region.text !== '') {
        onTake(region.text, region.box);
        setRegion(null);
      }
    },
    cancel,
  }, [region, read, cancel, onTake, size]);
  useOffer('region', scope);
  return { region, start, read, cancel, scope };
}

// The frame over the page. A drag anywhere on the sheet draws one; boxes of fields can still be clicked.
import { useEffect, useRef, useState } from 'react';
import type { Box } from '../../../shared/domain/geometry.ts';
import { boxBetween, clipped } from './region-box.ts';
import type { Region } from './use-region.ts';

type RegionLayerProps = { scale: number; size: Readonly<{ widthPx: number; heightPx: number }>; region: Region | null; onDrawn: (box: Box) => void };

/** A smaller movement is a click. */
const DRAG_PX = 5;

export function RegionLayer({ scale, size, region, onDrawn }: RegionLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Box | null>(null);
  useEffect(() => {
    const sheet = layer.current?.parentElement;
    if (!sheet) return undefined;
    return followDrags(sheet, (box) => setDrawn(box), (box) => {
      setDrawn(null);
      onDrawn(clipped([box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale], size));
    });
  }, [scale, size, onDrawn]);
  const box = drawn ?? (region ? ([region.box[0] * scale, region.box[1] * scale, region.box[2] * scale, region.box[3] * scale] as const) : null);
  return (
    <div className="region-layer" ref={layer} aria-hidden>
      {box ? <div className={`region-box ${region?.state ?? 'framing'}`} style={{ left: box[0], top: box[1], width: box[2], height: box[3] }} /> : null}
    </div>
  );
}

/** Boxes in pixels of the sheet as it is on screen. */
function followDrags(sheet: HTMLElement, onMove: (box: Box) => void, onEnd: (box: Box) => void): () => void {
  let from: readonly [number, number] | null = null;
  let isDrag = false;
  const at = (event: PointerEvent): readonly [number, number] => {
    const place = sheet.getBoundingClientRect();
    return [event.clientX - place.left, event.clientY - place.top];
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    from = at(event);
    isDrag = false;
  };
  const move = (event: PointerEvent): void => {
    if (from === null) return;
    const [x, y] = at(event);
    if (!isDrag && Math.hypot(x - from[0], y - from[1]) < DRAG_PX) return;
    if (!isDrag) sheet.setPointerCapture(event.pointerId);
    isDrag = true;
    event.preventDefault();
    onMove(boxBetween(from[0], from[1], x, y));
  };
  const up = (event: PointerEvent): void => {
    if (from !== null && isDrag) onEnd(boxBetween(from[0], from[1], ...at(event)));
    from = null;
    isDrag = false;
  };
  const press = (event: MouseEvent): void => event.preventDefault();
  sheet.addEventListener('pointerdown', down);
  sheet.addEventListener('pointermove', move);
  sheet.addEventListener('pointerup', up);
  sheet.addEventListener('pointercancel', up);
  // The caret stays in its field while a frame is drawn.
  sheet.addEventListener('mousedown', press);
  return () => {
    sheet.removeEventListener('pointerdown', down);
    sheet.removeEventListener('pointermove', move);
    sheet.removeEventListener('pointerup', up);
    sheet.removeEventListener('pointercancel', up);
    sheet.removeEventListener('mousedown', press);
  };
}

import { memo, type MouseEvent } from 'react';
import type { Point } from '../../../shared/domain/geometry.ts';
import type { PageBox } from './page-box.ts';

type BoxLayerProps = { boxes: readonly PageBox[]; scale: number; focusId?: string | null; onPick?: Pick };

/** `at`: where on the page, in its pixels. */
export type Pick = (id: string, at: Point) => void;

function pointOn(event: MouseEvent<HTMLElement>, scale: number): Point {
  const layer = event.currentTarget.parentElement?.getBoundingClientRect();
  return [(event.clientX - (layer?.left ?? 0)) / scale, (event.clientY - (layer?.top ?? 0)) / scale];
}

const AIR_PX = 3;

/** Boxes over the page. A click picks, so that a drag can begin on a box. They can be picked with the pointer; the keyboard reaches fields through the form. */
export const BoxLayer = memo(function BoxLayer({ boxes, scale, focusId = null, onPick }: BoxLayerProps) {
  return (
    <div className="box-layer">
      {boxes.map(({ id, box, look, title }) => (
        <div
          key={id}
          className={id === focusId ? `box ${look} focus` : `box ${look}`}
          data-box={id}
          title={title}
          style={{ left: box[0] * scale - AIR_PX, top: box[1] * scale - AIR_PX, width: box[2] * scale + 2 * AIR_PX, height: box[3] * scale + 2 * AIR_PX }}
          {...(onPick ? { onMouseDown: (event) => event.preventDefault(), onClick: (event) => onPick(id, pointOn(event, scale)) } : {})}
        />
      ))}
    </div>
  );
});

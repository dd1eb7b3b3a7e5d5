// The field's own strip of the page, right above its input, at about the size of the print on a sheet held
// in hand. It is the page's image moved under a window: no further request, unless the print is so small that it takes all the pixels there are.
import { useRef } from 'react';
import type { PageDetail } from '../../../shared/api/pages.ts';
import type { Box } from '../../../shared/domain/geometry.ts';
import { imageKindFor } from '../../../shared/domain/screen-image.ts';
import { pageImageUrl } from '../../api/pages.ts';
import { useSize } from '../viewer/use-size.ts';
import { stripView } from './strip-view.ts';

export function Strip({ page, box }: { page: PageDetail; box: Box }) {
  const room = useRef<HTMLDivElement>(null);
  const { widthPx } = useSize(room);
  const pageSize = { widthPx: page.widthPx ?? 1, heightPx: page.heightPx ?? 1 };
  const view = stripView(box, pageSize, page.reading?.dpi ?? page.quality?.dpi ?? 300, widthPx);
  return (
    <div className="strip" ref={room} style={{ height: view.heightPx }} aria-hidden>
      <img src={pageImageUrl(page, imageKindFor(pageSize, view.scale * window.devicePixelRatio))} alt="" draggable={false} style={{ width: pageSize.widthPx * view.scale, height: pageSize.heightPx * view.scale, transform: `translate(${-view.leftPx}px, ${-view.topPx}px)` }} />
      <div className="strip-box" style={{ left: box[0] * view.scale - view.leftPx, top: box[1] * view.scale - view.topPx, width: box[2] * view.scale, height: box[3] * view.scale }} />
    </div>
  );
}

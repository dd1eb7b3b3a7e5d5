// The page on its dark table: one image, scaled; boxes laid over it in the pixels of the delivered image.
// The box in focus is kept in view, moved only when it must be, so that the eye does not have to search.
// The sheet has its size before the image arrives: nothing jumps when it does.
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageSummary } from '../../../shared/api/pages.ts';
import { imageKindFor } from '../../../shared/domain/screen-image.ts';
import { useOffer } from '../../actions/scope.ts';
import { pageImageUrl } from '../../api/pages.ts';
import { isBoolean, isNumber, useRemembered } from '../../ui/remembered.ts';
import { HiddenPicture } from '../people/hidden-picture.tsx';
import { BoxLayer, type Pick } from './box-layer.tsx';
import type { PageBox } from './page-box.ts';
import { scrollToShow } from './scroll-to-show.ts';
import { usePan, useWheelZoom } from './use-hand.ts';
import { useSize } from './use-size.ts';
import { ViewerTools } from './viewer-tools.tsx';
import './viewer.css';
import { FIT_PAGE, FIT_WIDTH, scaleFor, stepScale } from './zoom.ts';

type PageViewerProps = {
  page: PageSummary;
  boxes: readonly PageBox[];
  words: readonly PageBox[];
  /** The box that must be in sight, as its id. */
  focusId?: string | null;
  onPick?: Pick;
  /** Laid over the sheet, given its scale (screen pixels per pixel of the delivered image). */
  overlay?: (scale: number) => ReactNode;
};

const FALLBACK = { widthPx: 2480, heightPx: 3508 };
const ROOM_PX = 12;
const PAN_PX = 90;

export function PageViewer({ page, boxes, words, focusId = null, onPick, overlay }: PageViewerProps) {
  const { t } = useTranslation();
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room);
  const [zoom, setZoom] = useRemembered('zoom', FIT_WIDTH, isNumber);
  const [showsWords, setShowsWords] = useRemembered('words', false, isBoolean);
  const widthPx = page.widthPx ?? FALLBACK.widthPx;
  const heightPx = page.heightPx ?? FALLBACK.heightPx;
  const scale = scaleFor(zoom, { widthPx, heightPx }, { widthPx: size.widthPx - 2 * ROOM_PX, heightPx: size.heightPx - 2 * ROOM_PX });

  const change = useCallback((by: 1 | -1) => setZoom(stepScale(scale, by)), [scale, setZoom]);
  useOffer('viewer', useMemo(() => ({
    zoom: change,
    fit: (to: 'width' | 'page') => setZoom(to === 'width' ? FIT_WIDTH : FIT_PAGE),
    toggleWords: () => setShowsWords(!showsWords),
    scroll: (by: 1 | -1) => room.current?.scrollBy({ top: by * room.current.clientHeight * 0.8 }),
    pan: (toRight: number, down: number) => room.current?.scrollBy({ left: toRight * PAN_PX, top: down * PAN_PX }),
  }), [change, setZoom, setShowsWords, showsWords]));

  useWheelZoom(room, change);
  usePan(room);

  const focus = boxes.find((box) => box.id === focusId)?.box;
  useLayoutEffect(() => {
    if (room.current && focus) scrollToShow(room.current, focus, scale, ROOM_PX);
  }, [focus, scale]);

  return (
    <div className="viewer">
      <div className="viewer-room" ref={room} tabIndex={0} role="group" aria-label={t('viewer.page', { number: page.seq })}>
        <div className="sheet" style={{ width: widthPx * scale, height: heightPx * scale, margin: ROOM_PX }}>
          <SheetImage key={page.id + page.imageVersion} pageId={page.id} url={pageImageUrl(page, imageKindFor({ widthPx, heightPx }, scale * window.devicePixelRatio))} thumbUrl={pageImageUrl(page, 'thumbnail')} alt={t('viewer.image', { name: page.sourceName })} />
          {showsWords ? <BoxLayer boxes={words} scale={scale} /> : null}
          <BoxLayer boxes={boxes} scale={scale} focusId={focusId} {...(onPick ? { onPick } : {})} />
          {overlay?.(scale)}
        </div>
      </div>
      <ViewerTools percent={Math.round(scale * 100)} showsWords={showsWords} hasWords={words.length > 0} />
    </div>
  );
}

/** The thumbnail stands in until the page itself is there; a page that was fetched ahead needs none. A nearer look keeps the picture until the sharper one has come. */
function SheetImage({ pageId, url, thumbUrl, alt }: { pageId: string; url: string; thumbUrl: string; alt: string }) {
  const [state, setState] = useState<'new' | 'loading' | 'there' | 'missing'>('new');
  const image = useRef<HTMLImageElement>(null);
  const { t } = useTranslation();
  useLayoutEffect(() => {
    if (image.current?.complete === false) setState((now) => (now === 'new' ? 'loading' : now));
  }, []);
  if (state === 'missing') return <HiddenPicture pageId={pageId} missing={t('viewer.missing')} onShown={() => setState('loading')} />;
  return (
    <>
      {state === 'loading' ? <img className="sheet-image" src={thumbUrl} alt="" aria-hidden onError={(event) => { event.currentTarget.hidden = true; }} /> : null}
      <img ref={image} className="sheet-image" src={url} alt={alt} draggable={false} decoding="sync" onLoad={() => setState('there')} onError={() => setState('missing')} />
    </>
  );
}

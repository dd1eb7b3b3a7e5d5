// Straighten, crop, split: done by eye on the first of the chosen pages, applied to all of them. The page turns live
// under a grid; the frame and the cut are moved by the pointer or, focused, by the arrows (Shift: further).
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent, type PointerEvent as ReactPointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AskedAction } from '../../../shared/api/page-actions.ts';
import type { PageSummary } from '../../../shared/api/pages.ts';
import { pageImageUrl } from '../../api/pages.ts';
import { Button, Toggle } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { arrowStep, HANDLES, isWhole, moveFrame, moveHandle, WHOLE, type Frame, type Handle } from './frame-edit.ts';

type AdjustProps = { work: 'straighten' | 'crop' | 'spread'; page: PageSummary; pageIds: readonly string[]; gutter: number | null; onClose: () => void; onDone: (action: AskedAction) => void };

const MOST_DEG = 15;
const FINE_DEG = 0.1;
const COARSE_DEG = 1;
const LEAST_CUT = 0.05;
const FALLBACK = { widthPx: 2480, heightPx: 3508 };
const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Follows the pointer in shares of the sheet until it is let go. */
function useDrag(onMove: (dx: number, dy: number) => void): (event: ReactPointerEvent<HTMLElement>) => void {
  const latest = useRef(onMove);
  useEffect(() => {
    latest.current = onMove;
  });
  return (event) => {
    const sheet = event.currentTarget.closest('.adjust-sheet')?.getBoundingClientRect();
    if (event.button !== 0 || !sheet) return;
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.focus();
    let [x, y] = [event.clientX, event.clientY];
    const move = (now: PointerEvent): void => {
      latest.current((now.clientX - x) / sheet.width, (now.clientY - y) / sheet.height);
      [x, y] = [now.clientX, now.clientY];
    };
    const end = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
  };
}

export function AdjustPages({ work, page, pageIds, gutter, onClose, onDone }: AdjustProps) {
  const { t } = useTranslation();
  const [angleDeg, setAngle] = useState(0);
  const [frame, setFrame] = useState<Frame>(WHOLE);
  const [cut, setCut] = useState({ axis: 'x' as 'x' | 'y', at: gutter ?? 0.5 });
  const ids = [...pageIds];
  const isNothing = work === 'straighten' ? angleDeg === 0 : work === 'crop' && isWhole(frame);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isNothing) return onClose();
    if (work === 'straighten') return onDone({ kind: 'transform', pageIds: ids, change: { do: 'straighten', angleDeg } });
    if (work === 'crop') return onDone({ kind: 'transform', pageIds: ids, change: { do: 'crop', box: [frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top] } });
    return onDone({ kind: 'split-spread', pageIds: ids, ...cut });
  };
  const size = { widthPx: page.widthPx ?? FALLBACK.widthPx, heightPx: page.heightPx ?? FALLBACK.heightPx };
  return (
    <Modal title={t(`pages.adjust.${work}`)} isWide className="dialog adjust" onClose={onClose}>
      <form className="column form" onSubmit={submit}>
        <div className="adjust-room">
          <div className="adjust-sheet" style={{ aspectRatio: `${size.widthPx} / ${size.heightPx}`, ['--aspect' as string]: size.widthPx / size.heightPx }}>
            <img src={pageImageUrl(page, 'delivered')} alt={t('viewer.image', { name: page.sourceName })} draggable={false} style={work === 'straighten' ? { transform: `rotate(${angleDeg}deg)` } : undefined} />
            {work === 'straighten' ? <div className="adjust-grid" /> : null}
            {work === 'crop' ? <CropFrame frame={frame} onChange={setFrame} /> : null}
            {work === 'spread' ? <CutLine axis={cut.axis} at={cut.at} onChange={(at) => setCut({ ...cut, at })} /> : null}
          </div>
        </div>
        {work === 'straighten' ? <AngleField value={angleDeg} onChange={setAngle} /> : null}
        {work === 'spread' ? (
          <div className="row">
            <Toggle isOn={cut.axis === 'x'} onChange={() => setCut({ ...cut, axis: 'x' })}>{t('pages.adjust.axis-x')}</Toggle>
            <Toggle isOn={cut.axis === 'y'} onChange={() => setCut({ ...cut, axis: 'y' })}>{t('pages.adjust.axis-y')}</Toggle>
            <span className="quiet small">{t('pages.adjust.spread-hint')}</span>
          </div>
        ) : null}
        {work === 'crop' ? <p className="quiet small">{t('pages.adjust.crop-hint')}</p> : null}
        <div className="buttons">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" isDisabled={isNothing}>{t('pages.adjust.apply', { count: ids.length, number: formatNumber(ids.length) })}</Button>
        </div>
      </form>
    </Modal>
  );
}

function AngleField({ value, onChange }: { value: number; onChange: (angleDeg: number) => void }) {
  const { t } = useTranslation();
  const press = (event: KeyboardEvent): void => {
    if (!event.shiftKey || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const by = event.key === 'ArrowRight' || event.key === 'ArrowUp' ? COARSE_DEG : -COARSE_DEG;
    onChange(round(Math.min(MOST_DEG, Math.max(-MOST_DEG, value + by)), 1));
  };
  return (
    <label className="row adjust-angle">
      <span className="quiet">{t('pages.adjust.angle')}</span>
      <input type="range" autoFocus min={-MOST_DEG} max={MOST_DEG} step={FINE_DEG} value={value} onKeyDown={press} onChange={(event) => onChange(round(Number(event.target.value), 1))} />
      <output className="number">{t('quality.degrees', { value: formatNumber(value) })}</output>
      <Button look="plain" onPress={() => onChange(0)}>{t('pages.adjust.zero')}</Button>
    </label>
  );
}

function CropFrame({ frame, onChange }: { frame: Frame; onChange: (frame: Frame) => void }) {
  const { t } = useTranslation();
  const whole = useDrag((dx, dy) => onChange(moveFrame(frame, dx, dy)));
  const press = (change: (dx: number, dy: number) => Frame) => (event: KeyboardEvent) => {
    const step = arrowStep(event.key, event.shiftKey);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(change(...step));
  };
  return (
    <div className="crop-frame" style={{ left: `${frame.left * 100}%`, top: `${frame.top * 100}%`, right: `${(1 - frame.right) * 100}%`, bottom: `${(1 - frame.bottom) * 100}%` }}>
      <button type="button" className="crop-whole" aria-label={t('pages.adjust.frame')} onPointerDown={whole} onKeyDown={press((dx, dy) => moveFrame(frame, dx, dy))} />
      {HANDLES.map((handle) => <CropHandle key={handle} handle={handle} frame={frame} onChange={onChange} onKeyDown={press((dx, dy) => moveHandle(frame, handle, dx, dy))} />)}
    </div>
  );
}

function CropHandle({ handle, frame, onChange, onKeyDown }: { handle: Handle; frame: Frame; onChange: (frame: Frame) => void; onKeyDown: (event: KeyboardEvent) => void }) {
  const { t } = useTranslation();
  const drag = useDrag((dx, dy) => onChange(moveHandle(frame, handle, dx, dy)));
  return <button type="button" className={`crop-handle ${handle}`} aria-label={t(`pages.adjust.handle.${handle}`)} autoFocus={handle === 'nw'} onPointerDown={drag} onKeyDown={onKeyDown} />;
}

function CutLine({ axis, at, onChange }: { axis: 'x' | 'y'; at: number; onChange: (at: number) => void }) {
  const { t } = useTranslation();
  const go = (by: number): void => onChange(round(Math.min(1 - LEAST_CUT, Math.max(LEAST_CUT, at + by)), 4));
  const drag = useDrag((dx, dy) => go(axis === 'x' ? dx : dy));
  const press = (event: KeyboardEvent): void => {
    const step = arrowStep(event.key, event.shiftKey);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    go(step[0] + step[1]);
  };
  return (
    <div role="slider" tabIndex={0} autoFocus className={`cut-line ${axis}`} style={axis === 'x' ? { left: `${at * 100}%` } : { top: `${at * 100}%` }} aria-label={t('pages.adjust.cut')}
      aria-orientation={axis === 'x' ? 'horizontal' : 'vertical'} aria-valuemin={5} aria-valuemax={95} aria-valuenow={Math.round(at * 100)} onPointerDown={drag} onKeyDown={press} />
  );
}

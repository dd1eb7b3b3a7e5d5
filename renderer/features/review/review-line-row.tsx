import { Check, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageDetail } from '../../../shared/api/pages.ts';
import { area } from '../../../shared/domain/geometry.ts';
import { MarkedText } from '../correction/marked-text.tsx';
import { Strip } from '../correction/strip.tsx';
import { valueName } from '../correction/value-name.ts';
import type { NewRemark } from '../../api/review.ts';
import type { ReviewLine } from './review-lines.ts';

type RowProps = { line: ReviewLine; label: string; recordType: string | null; page: PageDetail | undefined; isActive: boolean; fault: NewRemark | undefined; earlier: readonly string[]; onFocus: () => void };

/** One field: its piece of the page, what stands now, and what the reader had said where it differs. */
export function ReviewLineRow({ line, label, recordType, page, isActive, fault, earlier, onFocus }: RowProps) {
  const { t } = useTranslation();
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  const isOpen = line.isFirst || isActive || fault !== undefined;
  const name = valueName(recordType, line.key, line.field.value);
  return (
    <button ref={row} type="button" tabIndex={-1} onMouseDown={(event) => event.preventDefault()} className={['review-line', isActive ? 'active' : '', isOpen ? 'open' : '', fault ? 'faulty' : ''].filter(Boolean).join(' ')} data-field={line.key} aria-current={isActive} onClick={onFocus}>
      <span className="review-line-head">
        <span className="quiet">{label}</span>
        {fault ? <span className="chip doubtful"><TriangleAlert size={13} aria-hidden />{t(`errorKind.${fault.kind}`)}</span> : line.kind === 'same' ? (line.isFirst ? null : <Check size={14} className="tick" aria-hidden />) : <span className="small doubt">{t(`review.desk.${line.kind}`)}</span>}
      </span>
      {isOpen && page && area(line.field.box) > 0 ? <Strip page={page} box={line.field.box} /> : null}
      <span className="review-value">{line.kind === 'changed' ? <MarkedText text={line.field.value} other={line.machine?.value ?? ''} /> : line.field.value === '' ? <span className="quiet">{t('desk.nothing')}</span> : line.field.value}{name === undefined ? null : <span className="quiet">{t('common.dot')}{name}</span>}</span>
      {line.kind === 'same' || line.machine === undefined || line.machine.value === '' ? null : <span className="small quiet">{t('review.desk.machine')}{t('common.dot')}<s><MarkedText text={line.machine.value} other={line.field.value} /></s></span>}
      {earlier.map((text) => <span key={text} className="small doubt">{t('review.desk.earlier')}{t('common.dot')}{text}</span>)}
      {fault && fault.note !== '' ? <span className="small">{fault.note}</span> : null}
    </button>
  );
}

import { CornerUpLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Remark } from '../../../shared/api/review.ts';
import { useRemarks } from '../../api/review.ts';
import { formatMoment } from '../../ui/numbers.ts';
import { fullFieldLabel } from '../correction/field-label.ts';
import { HeldNotice } from './held-notice.tsx';
import { useClaim } from './use-claim.ts';

const NONE: readonly Remark[] = [];

/** What came back with a record and is not dealt with yet. */
export function useOpenRemarks(recordId: string): readonly Remark[] {
  const { data } = useRemarks(recordId);
  return data?.filter((remark) => !remark.isResolved) ?? NONE;
}

type NotesProps = { recordId: string; recordType: string | null; remarks: readonly Remark[]; onField: (key: string) => void };

/** Above the form: who else is here, and why the record came back; each reason leads to its field. */
export function ReturnedNotes({ recordId, recordType, remarks, onField }: NotesProps) {
  const { t } = useTranslation();
  const held = useClaim(recordId, 'correct');
  const last = remarks.at(-1);
  return (
    <>
      {held === null ? null : <HeldNotice held={held} />}
      {last === undefined ? null : (
        <div className="notice" role="status" data-returned>
          <CornerUpLeft size={16} aria-hidden />
          <div className="returned-notes grow">
            <b>{t('review.returnedBy', { by: last.by.name, at: formatMoment(last.at) })}</b>
            {remarks.map((remark) => (
              <button key={remark.id} type="button" onClick={() => (remark.field === null ? undefined : onField(remark.field))}>
                {remark.field === null ? t('review.returnedWhole') : fullFieldLabel(t, recordType, remark.field)}{t('common.dot')}<b>{t(`errorKind.${remark.kind}`)}</b>{remark.note === '' ? null : <>{t('common.dot')}{remark.note}</>}
              </button>
            ))}
          </div>
        </div>
      )}
    </>
  );
}

/** On the field itself, where the clerk's eyes are. */
export function FieldRemarks({ remarks, fieldKey }: { remarks: readonly Remark[]; fieldKey: string }) {
  const { t } = useTranslation();
  const own = remarks.filter((remark) => remark.field === fieldKey);
  if (own.length === 0) return null;
  return <ul className="field-warnings" data-remarks>{own.map((remark) => <li key={remark.id}>{t('review.returned')}{t('common.dot')}{t(`errorKind.${remark.kind}`)}{remark.note === '' ? null : <>{t('common.dot')}{remark.note}</>}</li>)}</ul>;
}

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { SKIP_REASONS, type SkipReason } from '../../../shared/api/page-actions.ts';
import type { PageSummary } from '../../../shared/api/pages.ts';
import { RECORD_TYPE_CODES } from '../../../shared/domain/record-types.ts';
import { emptyBin } from '../../api/page-actions.ts';
import { Button } from '../../ui/button.tsx';
import { DangerousAct } from '../../ui/dangerous-act.tsx';
import { Modal } from '../../ui/modal.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { say } from '../../ui/toasts.tsx';
import { overlayStore } from '../shell/overlay.ts';
import { AdjustPages } from './adjust-pages.tsx';
import type { Act, TableDialog } from './use-table.ts';

type DialogProps = { dialog: TableDialog; batchId: string; pages: readonly PageSummary[]; gutter: number | null; binned: number; act: Act; onClose: () => void };

/** What a command asks before it is done. While one is open, keys belong to it. */
export function TableDialogs({ dialog, batchId, pages, gutter, binned, act, onClose }: DialogProps) {
  useEffect(() => {
    overlayStore.set('confirm');
    return () => overlayStore.set(null);
  }, []);
  const ids = pages.map((page) => page.id);
  const done = (action: Parameters<Act>[0]): void => {
    onClose();
    void act(action);
  };
  switch (dialog) {
    case 'skip':
      return <SkipDialog pages={pages} onClose={onClose} onChoose={(reason) => done({ kind: 'skip', pageIds: ids, reason })} />;
    case 'type':
      return <TypeDialog onClose={onClose} onChoose={(recordType) => done({ kind: 'set-type', recordIds: [...new Set(pages.flatMap((page) => page.recordId ?? []))], recordType })} />;
    case 'empty-bin':
      return <EmptyBinDialog batchId={batchId} binned={binned} onClose={onClose} />;
    case 'straighten':
    case 'crop':
    case 'spread': {
      const withImage = pages.filter((page) => page.widthPx !== null);
      const [first] = withImage;
      return first ? <AdjustPages work={dialog} page={first} pageIds={withImage.map((page) => page.id)} gutter={gutter} onClose={onClose} onDone={done} /> : null;
    }
  }
}

function SkipDialog({ pages, onClose, onChoose }: { pages: readonly PageSummary[]; onClose: () => void; onChoose: (reason: SkipReason | null) => void }) {
  const { t } = useTranslation();
  return (
    <Modal title={t('pages.skip.title', { count: pages.length, number: formatNumber(pages.length) })} onClose={onClose}>
      <p className="quiet">{t('pages.skip.what')}</p>
      <ul className="choices">
        {SKIP_REASONS.map((reason, index) => (
          <li key={reason}><Button autoFocus={index === 0} className="choice" onPress={() => onChoose(reason)}>{t(`pages.skip.${reason}`)}</Button></li>
        ))}
      </ul>
      <div className="buttons">
        {pages.some((page) => page.skipReason !== null) ? <Button onPress={() => onChoose(null)}>{t('pages.skip.none')}</Button> : null}
        <Button onPress={onClose}>{t('common.cancel')}</Button>
      </div>
    </Modal>
  );
}

function TypeDialog({ onClose, onChoose }: { onClose: () => void; onChoose: (recordType: string | null) => void }) {
  const { t } = useTranslation();
  return (
    <Modal title={t('pages.typeTitle')} onClose={onClose}>
      <ul className="choices two">
        <li><Button autoFocus className="choice" onPress={() => onChoose(null)}>{t('recordType.auto')}</Button></li>
        {RECORD_TYPE_CODES.map((code) => <li key={code}><Button className="choice" onPress={() => onChoose(code)}>{recordTypeName(t, code)}</Button></li>)}
      </ul>
      <div className="buttons"><Button onPress={onClose}>{t('common.cancel')}</Button></div>
    </Modal>
  );
}

function EmptyBinDialog({ batchId, binned, onClose }: { batchId: string; binned: number; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const run = async (): Promise<void> => {
    const count = await emptyBin(client, batchId);
    say(t('pages.did.empty-bin', { count, number: formatNumber(count) }));
  };
  return <DangerousAct title={t('action.empty-bin')} text={t('pages.emptyBinText', { count: binned, number: formatNumber(binned) })} actName={t('action.empty-bin')} subject={{ kind: 'empty-bin', batchId }} run={run} onClose={onClose} />;
}

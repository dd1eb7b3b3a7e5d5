import { useTranslation } from 'react-i18next';
import type { UploadRow } from '../../../shared/api/uploads.ts';
import { useReceipt } from '../../api/uploads.ts';
import { Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { Modal } from '../../ui/modal.tsx';
import { formatMoment, formatNumber } from '../../ui/numbers.ts';

const SHOWN = 200;

/** Giấy báo nhận: what the place says it holds, for the package and for every record in it. */
export function ReceiptDialog({ upload, onClose }: { upload: UploadRow; onClose: () => void }) {
  const { t } = useTranslation();
  const receipt = useReceipt(upload.id);
  return (
    <Modal title={t('uploads.receiptOf', { name: upload.packageName })} isWide onClose={onClose}>
      <LoadTrouble query={receipt} />
      {receipt.data ? (
        <>
          <dl className="receipt">
            <dt>{t('uploads.place')}</dt><dd>{upload.profileName ?? upload.target}</dd>
            <dt>{t('uploads.identifier')}</dt><dd><code>{receipt.data.receipt.identifier}</code></dd>
            <dt>{t('uploads.checksum')}</dt><dd><code>{receipt.data.receipt.sha256}</code></dd>
            <dt>{t('uploads.at')}</dt><dd>{formatMoment(receipt.data.receipt.at)}</dd>
          </dl>
          {receipt.data.records.length > 0 ? <p className="quiet">{t('uploads.receiptSays', { count: receipt.data.records.length, number: formatNumber(receipt.data.records.length) })}</p> : null}
          {receipt.data.records.length > 0 ? (
            <div className="receipt-records">
              <table>
                <thead><tr><th>{t('uploads.record')}</th><th>{t('uploads.file')}</th><th>{t('uploads.checksum')}</th></tr></thead>
                <tbody>{receipt.data.records.slice(0, SHOWN).map((record) => <tr key={record.recordId}><td>{record.title}</td><td>{record.path.replace(/^data\//, '')}</td><td><code title={record.sha256}>{record.sha256.slice(0, 16)}…</code></td></tr>)}</tbody>
              </table>
            </div>
          ) : null}
        </>
      ) : null}
      <div className="row dialog-buttons"><Button autoFocus onPress={onClose}>{t('common.close')}</Button></div>
    </Modal>
  );
}

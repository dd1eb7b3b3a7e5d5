// What to repair before a package goes out: each line says what is wrong with which record and opens it.
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackageFinding } from '../../../shared/api/packages.ts';
import { fullFieldLabel } from '../correction/field-label.ts';
import { navigate } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/numbers.ts';

const FIRST = 8;

export function RepairList({ batchId, findings, total }: { batchId: string; findings: readonly PackageFinding[]; total: number }) {
  const { t } = useTranslation();
  const [showsAll, setShowsAll] = useState(false);
  if (total === 0) return null;
  const shown = showsAll ? findings : findings.slice(0, FIRST);
  return (
    <div className="repair" role="region" aria-label={t('packages.toRepair', { count: total, number: formatNumber(total) })}>
      <b>{t('packages.toRepair', { count: total, number: formatNumber(total) })}</b>
      <ul className="repair-list">{shown.map((finding, index) => <RepairLine key={`${finding.code}${finding.recordId ?? ''}${index}`} batchId={batchId} finding={finding} />)}</ul>
      {findings.length > FIRST ? <Button look="plain" onPress={() => setShowsAll(!showsAll)}>{showsAll ? t('packages.showFewer') : t('packages.showAll', { number: formatNumber(findings.length) })}</Button> : null}
    </div>
  );
}

function RepairLine({ batchId, finding: { code, recordId, title, detail } }: { batchId: string; finding: PackageFinding }) {
  const { t } = useTranslation();
  const field = (key: string): string => fullFieldLabel(t, null, key);
  const facts = { ...detail, field: field(detail['field'] ?? ''), fields: (detail['fields'] ?? '').split(' ').filter(Boolean).map(field).join(', ') };
  const text = t([`packages.finding.${code}`, 'packages.finding.other'], { ...facts, code });
  return (
    <li>
      {recordId === null ? <span className="repair-line">{text}</span> : (
        <Button look="plain" className="repair-line" onPress={() => navigate({ screen: 'correction', batchId, itemId: recordId })}>
          <span className="grow"><b>{title}</b> <span>{text}</span></span>
          <ArrowRight size={14} aria-hidden />
        </Button>
      )}
    </li>
  );
}

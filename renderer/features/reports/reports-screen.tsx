// Báo cáo: the checks of one book with its minutes, quality in figures, how far every unit is, and a person's own
// work. Figures of people are never set side by side.
import { useTranslation } from 'react-i18next';
import { sessionStore } from '../../api/session.ts';
import { useStore } from '../../api/store.ts';
import { navigate, useRoute } from '../../app-route.ts';
import { hasAnyRole, LOCAL_OPERATOR } from '../../../shared/domain/roles.ts';
import { assertNever } from '../../../shared/errors.ts';
import { Toggle } from '../../ui/button.tsx';
import { currentBatchId } from '../shell/current-batch.ts';
import { NoBatch } from '../shell/no-batch.tsx';
import { BookReportView } from './book-report-view.tsx';
import { OwnWork } from './own-work.tsx';
import { QualityView } from './quality-view.tsx';
import './reports.css';
import { UnitProgressView } from './unit-progress-view.tsx';

const TABS = ['book', 'quality', 'progress', 'mine'] as const;
type Tab = (typeof TABS)[number];
/** The tabs' word stands where other screens have a record; without a batch the address has no room for it. */
const NO_BATCH = '-';

export function ReportsScreen() {
  const { t } = useTranslation();
  const route = useRoute();
  const session = useStore(sessionStore);
  const person = session.state === 'signed-in' ? session.person : LOCAL_OPERATOR;
  const batchId = route.batchId === NO_BATCH ? null : (route.batchId ?? currentBatchId());
  const tabs = TABS.filter((tab) => tab !== 'quality' || hasAnyRole(person, ['reviewer', 'admin', 'auditor']));
  const tab = tabs.find((one) => one === route.itemId) ?? 'book';
  return (
    <div className="plain-screen">
      <div className="plain-column reports-column">
        <div className="row wrap">
          <h1 className="grow">{t('reports.title')}</h1>
          <div className="row wrap" role="group" aria-label={t('reports.title')}>{tabs.map((one) => <Toggle key={one} isOn={one === tab} onChange={() => navigate({ screen: 'reports', batchId: batchId ?? NO_BATCH, itemId: one }, { replace: true })}>{t(`reports.tab.${one}`)}</Toggle>)}</div>
        </div>
        <Shown tab={tab} batchId={batchId} personId={person.id} isAdmin={hasAnyRole(person, ['admin'])} />
      </div>
    </div>
  );
}

function Shown({ tab, batchId, personId, isAdmin }: { tab: Tab; batchId: string | null; personId: string; isAdmin: boolean }) {
  switch (tab) {
    case 'book':
      return batchId === null ? <NoBatch /> : <BookReportView key={batchId} batchId={batchId} isAdmin={isAdmin} />;
    case 'quality':
      return <QualityView batchId={batchId} />;
    case 'progress':
      return <UnitProgressView />;
    case 'mine':
      return <OwnWork personId={personId} />;
    default:
      return assertNever(tab);
  }
}

// Arbitration of only the differences: the two values side by side under the piece of the page, the differing
// letters set apart. 1 takes the first, 2 the second; typing makes a third. When all are chosen, Enter decides.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Scale } from 'lucide-react';
import type { Arbitration } from '../../../shared/api/review.ts';
import { area } from '../../../shared/domain/geometry.ts';
import type { ReviewCommand } from '../../actions/action.ts';
import { useOffer } from '../../actions/scope.ts';
import { sendArbitration, useArbitration } from '../../api/review.ts';
import { Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { DeskSkeleton } from '../correction/desk-skeleton.tsx';
import { fullFieldLabel } from '../correction/field-label.ts';
import { MarkedText } from '../correction/marked-text.tsx';
import { Strip } from '../correction/strip.tsx';
import type { PageBox } from '../viewer/page-box.ts';
import { HeldNotice } from './held-notice.tsx';
import { Paper, usePaper } from './paper.tsx';
import { leaveWork } from './review-route.ts';
import { useClaim } from './use-claim.ts';
import { useNextWork } from './use-next-work.ts';

export function ArbitrationDesk({ batchId, recordId }: { batchId: string; recordId: string }) {
  const arbitration = useArbitration(recordId);
  if (arbitration.isError) return <div className="empty"><div><LoadTrouble query={arbitration} /></div></div>;
  if (!arbitration.data) return <DeskSkeleton />;
  return <OpenArbitration batchId={batchId} arbitration={arbitration.data} />;
}

function OpenArbitration({ batchId, arbitration: { record, differences, firstBy, secondBy } }: { batchId: string; arbitration: Arbitration }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const next = useNextWork(batchId);
  const held = useClaim(record.id, 'arbitrate');
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [activeKey, setActiveKey] = useState(differences[0]?.key ?? '');
  const [isSending, setIsSending] = useState(false);
  const pages = usePaper(record.pageIds);
  const left = differences.filter(({ key }) => chosen[key] === undefined).length;
  const choose = (key: string, value: string): void => {
    const all = { ...chosen, [key]: value };
    setChosen(all);
    setActiveKey(differences.find((difference) => all[difference.key] === undefined)?.key ?? key);
  };
  const decide = async (): Promise<void> => {
    setIsSending(true);
    try {
      await sendArbitration(record.id, record.revision, chosen);
      say(t('review.arbitration.decided'));
      await next('arbitrate', record.id);
    } catch (error) {
      trouble(error);
    } finally {
      setIsSending(false);
    }
  };
  useOffer('review', useMemo(() => ({ can: (command: ReviewCommand) => command === 'review-leave', run: () => leaveWork(batchId) }), [batchId]));
  const boxesOf = (number: number): readonly PageBox[] => differences.flatMap(({ key }): PageBox[] => {
    const field = record.fields[key];
    return field?.page === number && area(field.box) > 0 ? [{ id: key, box: field.box, look: 'doubt' }] : [];
  });
  const press = (event: React.KeyboardEvent): void => {
    const difference = differences.find(({ key }) => key === activeKey);
    if (event.target instanceof HTMLInputElement || event.nativeEvent.isComposing || difference === undefined) return;
    if (event.key === '1') choose(activeKey, difference.first);
    if (event.key === '2') choose(activeKey, difference.second);
  };
  return (
    <div className="two-parts desk" role="presentation" onKeyDown={press}>
      <Paper pages={pages} wanted={record.fields[activeKey]?.page ?? 1} boxesOf={boxesOf} focusId={activeKey} onPick={setActiveKey} />
      <section className="side form-side" aria-label={t('review.arbitration.title')}>
        <header className="form-head">
          <h1 className="cut">{record.title || recordTypeName(t, record.recordType)}</h1>
          <span className="quiet small">{t('review.arbitration.title')}{t('common.dot')}{recordTypeName(t, record.recordType)}</span>
        </header>
        <p className="quiet">{t('review.arbitration.what')}</p>
        {held === null ? null : <HeldNotice held={held} />}
        {differences.map(({ key, first, second }, index) => {
          const field = record.fields[key];
          const page = field ? pages[field.page - 1] : undefined;
          const options = [[first, second, firstBy?.name ?? t('review.arbitration.first')], [second, first, secondBy?.name ?? t('review.arbitration.second')]] as const;
          return (
            <div key={key} className={key === activeKey ? 'field-card open active' : 'field-card open'} data-field={key} onFocus={() => setActiveKey(key)}>
              <span className="quiet">{fullFieldLabel(t, record.recordType, key)}</span>
              {field && page && area(field.box) > 0 ? <Strip page={page} box={field.box} /> : null}
              <div className="arbitration-options">
                {options.map(([value, other, who], at) => (
                  <button key={at} type="button" className={chosen[key] === value ? 'arbitration-option chosen' : 'arbitration-option'} autoFocus={index === 0 && at === 0} aria-pressed={chosen[key] === value} onClick={() => choose(key, value)}>
                    <span className="small quiet"><kbd>{at + 1}</kbd> {who}</span>
                    <span className="review-value">{value === '' ? <span className="quiet">{t('desk.nothing')}</span> : <MarkedText text={value} other={other} />}</span>
                  </button>
                ))}
              </div>
              <input className="input" aria-label={t('review.arbitration.own')} placeholder={t('review.arbitration.own')} autoComplete="off" spellCheck={false} value={chosen[key] !== undefined && chosen[key] !== first && chosen[key] !== second ? chosen[key] : ''} onChange={(event) => setChosen((now) => ({ ...now, [key]: event.target.value }))} />
            </div>
          );
        })}
        <footer className="form-foot">
          <Button look="primary" className="done-button" isDisabled={left > 0 || isSending || held !== null} onPress={() => void decide()}><Scale size={16} aria-hidden />{left > 0 ? t('review.arbitration.left', { count: left }) : t('review.arbitration.decide')}</Button>
        </footer>
      </section>
    </div>
  );
}

import { RotateCcw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/api/batches.ts';
import { useFailures, retryFailure, useBatchChange } from '../../api/batches.ts';
import { useMay } from '../../actions/deeds.ts';
import { ActionButton, Button } from '../../ui/button.tsx';
import { problemText } from '../../ui/problem-text.ts';
import { useSayTrouble } from './use-batch-commands.tsx';

const SHOWN_AT_FIRST = 20;

/** What did not come through and why; a retry only where the same again may help. */
export function Failures({ batchId }: { batchId: string }) {
  const { t } = useTranslation();
  const failures = useFailures(batchId);
  const [showsAll, setShowsAll] = useState(false);
  const trouble = useSayTrouble();
  const mayRetry = useMay('read-again');
  const retry = useBatchChange((failure: Failure) => retryFailure(batchId, failure));
  const all = failures.data ?? [];
  if (all.length === 0) return null;
  const shown = showsAll ? all : all.slice(0, SHOWN_AT_FIRST);
  return (
    <section className="column">
      <div className="row">
        <h3 className="grow">{t('batches.failures', { count: all.length })}</h3>
        {all.filter((failure) => failure.problem.retry === 'again').length > 1 ? <ActionButton id="retry-all" icon={<RotateCcw size={14} aria-hidden />} /> : null}
      </div>
      <ul className="failures">
        {shown.map((failure) => (
          <li key={failure.id}>
            <TriangleAlert size={15} className="doubt" aria-hidden />
            <div className="grow">
              <b className="failure-name">{failure.page === undefined ? failure.name : t('batches.pageOf', { name: failure.name, page: failure.page })}</b>
              <p>{problemText(t, failure.problem)}</p>
            </div>
            {mayRetry && failure.problem.retry === 'again' ? <Button isDisabled={retry.isPending} onPress={() => retry.mutate(failure, { onError: trouble })}>{t('common.again')}</Button> : null}
          </li>
        ))}
      </ul>
      {shown.length < all.length ? <Button look="plain" onPress={() => setShowsAll(true)}>{t('batches.showAll', { count: all.length })}</Button> : null}
    </section>
  );
}

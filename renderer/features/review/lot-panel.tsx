import { Dices } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BatchReview, Lot } from '../../../shared/api/review.ts';
import { useBatchChange } from '../../api/batches.ts';
import { drawLot } from '../../api/review.ts';
import { Button } from '../../ui/button.tsx';
import { formatMoment, formatNumber } from '../../ui/numbers.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';

export function LotPanel({ review }: { review: BatchReview }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const draw = useBatchChange(() => drawLot(review.batchId));
  const waiting = review.states['sampling'] ?? 0;
  const hasOpen = review.lots.some((lot) => lot.state === 'open');
  return (
    <section>
      <h2>{t('review.lots')}</h2>
      {review.may.drawLot && !hasOpen && waiting > 0 ? <div className="row"><Button isDisabled={draw.isPending} onPress={() => draw.mutate(undefined, { onError: trouble })}><Dices size={16} aria-hidden />{t('review.drawLot')} <b>{formatNumber(waiting)}</b></Button></div> : null}
      {review.lots.length === 0 ? <p className="quiet">{t('review.noLots')}</p> : null}
      {review.lots.toReversed().map((lot) => <LotRow key={lot.id} lot={lot} />)}
    </section>
  );
}

function LotRow({ lot }: { lot: Lot }) {
  const { t } = useTranslation();
  return (
    <div className="sheet-box" data-lot={lot.state}>
      <div className="row"><span className={lot.state === 'rejected' ? 'chip doubtful' : lot.state === 'accepted' ? 'chip done' : 'chip'}>{t(`review.lotState.${lot.state}`)}</span><span className="quiet small grow">{lot.drawnBy.name}{t('common.dot')}{formatMoment(lot.drawnAt)}</span></div>
      <p>{t('review.lotFacts', { size: formatNumber(lot.size), letter: lot.codeLetter, sample: formatNumber(lot.sampleSize), accept: lot.accept })}</p>
      <p className="quiet">{t('review.lotDone', { checked: formatNumber(lot.checked), sample: formatNumber(lot.sampleSize), defective: formatNumber(lot.defective) })}</p>
      <p className="small quiet cut" title={lot.seed}>{t('review.lotSeed', { seed: lot.seed })}</p>
    </div>
  );
}

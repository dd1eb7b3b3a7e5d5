import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchReview } from '../../../shared/api/review.ts';
import { useBatchChange } from '../../api/batches.ts';
import { handOut, takeBack } from '../../api/review.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';

const ANYONE = '*';

/** The whole book, or what is picked in the list, to one person; and back again when they leave. */
export function HandOutPanel({ review, picked, onGiven }: { review: BatchReview; picked: ReadonlySet<string>; onGiven: () => void }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const [to, setTo] = useState(ANYONE);
  const give = useBatchChange(() => handOut(review.batchId, to === ANYONE ? null : to, picked.size === 0 ? undefined : [...picked]));
  const take = useBatchChange((from: string) => takeBack(review.batchId, from));
  if (review.plan === null) return null;
  return (
    <section>
      <h2>{t('review.handOut')}</h2>
      <Choice label={picked.size === 0 ? t('review.handOutTo') : t('review.handOutPicked', { count: picked.size })} value={to} options={[{ id: ANYONE, name: t('review.anyone') }, ...review.team.map(({ id, name }) => ({ id, name }))]} onChange={setTo} />
      <div className="row"><Button isDisabled={give.isPending} onPress={() => give.mutate(undefined, { onError: trouble, onSuccess: ({ count }) => { say(t('review.handedOut', { count })); onGiven(); } })}>{t('review.handOutGo')}</Button></div>
      {review.people.map((person) => (
        <div key={person.id} className="row">
          <span className="grow">{t('review.has', { name: person.name, count: person.records })}</span>
          <Button look="plain" isDisabled={take.isPending} onPress={() => take.mutate(person.id, { onError: trouble, onSuccess: ({ count }) => say(t('review.takenBack', { count })) })}>{t('review.takeBack')}</Button>
        </div>
      ))}
    </section>
  );
}

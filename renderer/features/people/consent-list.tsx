import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Consent } from '../../../shared/api/people.ts';
import { apiUrl } from '../../api/client.ts';
import { decideConsent, takeSecret, useConsents, usePeopleChange } from '../../api/people.ts';
import { Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatMoment } from '../../ui/numbers.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { problemText } from '../../ui/problem-text.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';

const SHOWN = 12;

function roleText(t: (key: string) => string, { subject }: Consent): string | null {
  if (subject.kind !== 'change-person') return null;
  const { roles, state } = subject.change;
  return [...(roles ?? []).map((role) => t(`people.role.${role}`)), ...(state === undefined ? [] : [t(`people.set.${state}`)])].join(', ');
}

function Steps({ consent, me }: { consent: Consent; me: string }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const decide = usePeopleChange(decideConsent);
  const [secret, setSecret] = useState<string | null>(null);
  const step = (which: 'agree' | 'refuse' | 'withdraw') => () => decide.mutate({ id: consent.id, step: which }, { onError: trouble });
  const isMine = consent.requestedBy === me;
  if (consent.state === 'waiting') {
    return isMine
      ? <><span className="quiet small grow">{t('people.consent.waits')}</span><Button onPress={step('withdraw')} isDisabled={decide.isPending}>{t('people.consent.withdraw')}</Button></>
      : <><Button look="primary" onPress={step('agree')} isDisabled={decide.isPending}>{t('people.consent.agree')}</Button><Button onPress={step('refuse')} isDisabled={decide.isPending}>{t('people.consent.refuse')}</Button></>;
  }
  if (!isMine) return null;
  if (secret !== null) return <code className="made-password">{secret}</code>;
  if (consent.hasSecret) return <Button onPress={() => void takeSecret(consent.id).then(setSecret, trouble)}>{t('people.consent.secret')}</Button>;
  return consent.hasFile ? <a className="button" href={apiUrl(`consents/${consent.id}/file`)} download>{t('people.consent.file')}</a> : null;
}

function Line({ consent, me }: { consent: Consent; me: string }) {
  const { t } = useTranslation();
  const roles = roleText(t, consent);
  return (
    <li className={consent.state === 'waiting' ? 'consent waiting' : 'consent'}>
      <p><b>{t(`people.consent.kind.${consent.subject.kind}`)}</b><span className="quiet">{t('common.dot')}{consent.title}</span></p>
      {roles ? <p>{roles}</p> : null}
      <p className="consent-reason">{consent.reason}</p>
      <p className="quiet small"><PersonName id={consent.requestedBy} />{t('common.dot')}{formatMoment(consent.requestedAt)}</p>
      {consent.state === 'waiting' ? null : <p className="small">{t(`people.consent.state.${consent.state}`)}{consent.decidedBy === null ? null : <>{t('common.dot')}<PersonName id={consent.decidedBy} /></>}</p>}
      {consent.problem === null ? null : <p className="small doubt">{problemText(t, consent.problem)}</p>}
      <div className="row wrap"><Steps consent={consent} me={me} /></div>
    </li>
  );
}

export function ConsentList({ me }: { me: string }) {
  const { t } = useTranslation();
  const query = useConsents();
  const consents = query.data ?? [];
  const sorted = [...consents.filter((one) => one.state === 'waiting'), ...consents.filter((one) => one.state !== 'waiting')].slice(0, SHOWN);
  return (
    <section className="column">
      <h2>{t('people.consent.title')}</h2>
      <LoadTrouble query={query} />
      {query.isSuccess && consents.length === 0 ? <p className="quiet">{t('people.consent.none')}</p> : null}
      <ul className="consents">{sorted.map((consent) => <Line key={consent.id} consent={consent} me={me} />)}</ul>
    </section>
  );
}

import { useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { needsIdentifiers } from '../../../shared/domain/roles.ts';
import { revealPage, usePeopleChange } from '../../api/people.ts';
import { sessionStore } from '../../api/session.ts';
import { useStore } from '../../api/store.ts';
import { Button } from '../../ui/button.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';

const SHORTEST_REASON = 3;

/** In place of a picture that is not there: for those who need no identifiers, the way to see it, with a reason that the trail keeps. */
export function HiddenPicture({ pageId, missing, onShown }: { pageId: string; missing: string; onShown: () => void }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const session = useStore(sessionStore);
  const reveal = usePeopleChange(revealPage);
  const [reason, setReason] = useState('');
  const [wasShown, setShown] = useState(false);
  const isHidden = session.state === 'signed-in' && !needsIdentifiers(session.person) && !wasShown;
  if (!isHidden) return <p className="sheet-missing">{missing}</p>;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    reveal.mutate({ pageId, reason: reason.trim() }, { onError: trouble, onSuccess: () => { setShown(true); onShown(); } });
  };
  return (
    <form className="column hidden-picture" onSubmit={submit}>
      <p>{t('people.picture.hidden')}</p>
      <TextField value={reason} onChange={setReason} isRequired><Label className="label">{t('people.picture.reason')}</Label><Input className="input" maxLength={1000} /></TextField>
      <p className="small">{t('people.picture.about')}</p>
      <div><Button type="submit" look="primary" isDisabled={reason.trim().length < SHORTEST_REASON || reveal.isPending}>{t('people.picture.show')}</Button></div>
    </form>
  );
}

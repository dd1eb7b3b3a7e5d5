import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ErrorKind } from '../../../shared/api/review.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';

const KEYS = '123456789';

type PickerProps = { label: string; kinds: readonly ErrorKind[]; hasFault: boolean; onPick: (kind: string, note: string) => void; onClear: () => void; onClose: () => void };

/** Which kind of error: one digit, or arrows and Enter; a word to the clerk may be added first. */
export function FaultPicker({ label, kinds, hasFault, onPick, onClear, onClose }: PickerProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [isTyping, setIsTyping] = useState(false);
  const group = (name: ErrorKind['group']) => (
    <section className="column" key={name}>
      <h3>{t(`review.desk.${name}`)}</h3>
      <div className="fault-kinds">
        {kinds.filter((kind) => kind.group === name).map((kind) => {
          const key = KEYS[kinds.indexOf(kind)];
          return <Button key={kind.code} autoFocus={kinds[0] === kind} onPress={() => onPick(kind.code, note)}>{key === undefined ? null : <kbd>{key}</kbd>}{t(`errorKind.${kind.code}`)}</Button>;
        })}
      </div>
    </section>
  );
  return (
    <Modal title={t('review.desk.chooseKind')} isWide onClose={onClose}>
      <div className="column" role="presentation" onKeyDown={(event) => {
        const kind = isTyping ? undefined : kinds[KEYS.indexOf(event.key)];
        if (kind === undefined || KEYS.indexOf(event.key) < 0) return;
        event.preventDefault();
        onPick(kind.code, note);
      }}>
        <p className="quiet">{label}</p>
        {group('indexing')}
        {group('scan')}
        <TextField value={note} onChange={setNote} onFocusChange={setIsTyping} maxLength={500}><Label className="label">{t('review.desk.note')}</Label><Input className="input" /></TextField>
        {hasFault ? <div className="row"><Button look="plain" onPress={onClear}>{t('review.desk.noFault')}</Button></div> : null}
      </div>
    </Modal>
  );
}

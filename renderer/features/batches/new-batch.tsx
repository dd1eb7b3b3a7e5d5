import { useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { createBatchSchema, PROFILES, profileSchema } from '../../../shared/api/batches.ts';
import { RECORD_TYPE_CODES } from '../../../shared/domain/record-types.ts';
import { createBatch, useBatchChange } from '../../api/batches.ts';
import { navigate } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Modal } from '../../ui/modal.tsx';
import { dayName } from '../../ui/numbers.ts';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { useSayTrouble } from './use-batch-commands.tsx';

export function NewBatch({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const [name, setName] = useState(t('batches.nameOfDay', { day: dayName(new Date()) }));
  const [recordType, setRecordType] = useState('auto');
  const [profile, setProfile] = useState('ho-tich');
  const create = useBatchChange(createBatch);
  const parsed = createBatchSchema.safeParse({ name, recordType, profile: profileSchema.catch('ho-tich').parse(profile) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!parsed.success) return;
    create.mutate(parsed.data, {
      onError: trouble,
      onSuccess: (batch) => {
        onClose();
        navigate({ screen: 'batches', batchId: batch.id });
      },
    });
  };
  return (
    <Modal title={t('newBatch.title')} onClose={onClose}>
      <form className="column form" onSubmit={submit}>
        <TextField value={name} onChange={setName} autoFocus isRequired>
          <Label className="label">{t('newBatch.name')}</Label>
          <Input className="input" maxLength={200} onFocus={(event) => event.target.select()} />
        </TextField>
        <Choice label={t('newBatch.type')} value={recordType} onChange={setRecordType} options={['auto', ...RECORD_TYPE_CODES].map((code) => ({ id: code, name: recordTypeName(t, code) }))} />
        <Choice label={t('newBatch.profile')} value={profile} onChange={setProfile} options={PROFILES.map((id) => ({ id, name: t(`profile.${id}`) }))} />
        <div className="buttons">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" isDisabled={!parsed.success || create.isPending}>{t('newBatch.make')}</Button>
        </div>
      </form>
    </Modal>
  );
}

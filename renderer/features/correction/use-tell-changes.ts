import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordDetail } from '../../../shared/api/records.ts';
import { updateListed } from '../../api/record-list.ts';
import { say } from '../../ui/toasts.tsx';
import { fullFieldLabel } from './field-label.ts';
import type { RecordSaver } from './record-saver.ts';

/** Tells when somebody else, or another window, has changed the record on screen: their values are in, nothing of ours is lost. */
export function useTellChanges(stored: RecordDetail, saver: RecordSaver): void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const seen = useRef(stored);
  useEffect(() => {
    updateListed(client, stored);
    const before = seen.current;
    seen.current = stored;
    if (before.id !== stored.id || stored.revision <= before.revision || saver.state.get().latest?.revision === stored.revision) return;
    const isOwn = saver.state.get().pending[stored.id] !== undefined;
    const changed = Object.keys(stored.fields).filter((key) => stored.fields[key]?.from === 'clerk' && stored.fields[key].value !== before.fields[key]?.value);
    if (isOwn || changed.length === 0) return;
    say(t('desk.changedElsewhere', { fields: changed.map((key) => fullFieldLabel(t, stored.recordType, key)).join(t('common.comma')) }));
  }, [stored, saver, client, t]);
}

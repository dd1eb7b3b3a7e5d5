// The state of the desk for one record: which field is in focus, what is being typed, which fields were
// doubtful when the record was opened (they keep their places while they are accepted), and the commands.
import { useCallback, useEffect, useLayoutEffect, useMemo, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence, RecordDetail } from '../../../shared/api/records.ts';
import type { Point } from '../../../shared/domain/geometry.ts';
import type { PageReading } from '../../../shared/domain/reading.ts';
import type { DeskDialog } from '../../actions/action.ts';
import { useMay } from '../../actions/deeds.ts';
import { useOffer } from '../../actions/scope.ts';
import { useBookValues } from '../../api/records.ts';
import { useStore } from '../../api/store.ts';
import { soughtFieldOf } from '../../app-sought.ts';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { useFinish } from '../review/use-finish.ts';
import { completions, repeatsInBook } from './completions.ts';
import { deskCommands } from './desk-commands.ts';
import { runAt, type Run } from './doubtful-runs.ts';
import { createFieldEvidence } from './field-evidence.ts';
import { offeredOptions, type FieldOption } from './field-options.ts';
import { needsLook } from './field-order.ts';
import { isOpenField, useQueue } from './field-queue.ts';
import { liveWarnings } from './live-warnings.ts';
import type { Leave, Place } from './place.ts';
import { useDeskMemory } from './saver.ts';
import type { Written } from './unsaved-store.ts';
import { useDrafts } from './use-drafts.ts';
import { useTellChanges } from './use-tell-changes.ts';
import { valueToStore } from './value-to-store.ts';
import { newestOf, withPending } from './with-pending.ts';

export type DeskInput = { stored: RecordDetail; place: Place; batchId: string; doneButton: RefObject<HTMLButtonElement | null>; pageNumber: number; onPage: (number: number) => void; onOpen: (dialog: DeskDialog) => void; onFrame: () => void; /** Of the record's pages; undefined while one is not there yet. */ readings: readonly (PageReading | null | undefined)[] };

const NO_VALUES: readonly string[] = [];

/** This book's values for the field in focus, most used first; asked for only where values repeat. */
function useValuesInFocus(batchId: string, recordType: string | null, key: string | null): readonly string[] {
  const mayRead = useMay('read-values');
  const wanted = mayRead && key !== null && repeatsInBook(recordType, key) ? key : null;
  const { data } = useBookValues(batchId, wanted, '');
  return useMemo(() => data?.map(({ value }) => value) ?? NO_VALUES, [data]);
}

export function useDesk(input: DeskInput) {
  const { stored, place, batchId, doneButton, onOpen, onFrame, pageNumber, onPage, readings } = input;
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const memory = useDeskMemory();
  const finish = useFinish(memory.saver);
  const saverState = useStore(memory.saver.state);
  const offered = useStore(memory.offered);
  const record = useMemo(() => withPending(newestOf(stored, saverState.latest), saverState.pending[stored.id]), [stored, saverState.latest, saverState.pending]);
  const queue = useQueue(record);
  const [activeKey, focusField] = useState<string | null>(() => Object.keys(record.fields).find((key) => key === soughtFieldOf(record.id)) ?? queue.find((key) => isOpenField(record, key)) ?? null);
  const keeper = useDrafts(record.id, memory.unsaved);
  const { drafts } = keeper;
  const bookValues = useValuesInFocus(batchId, record.recordType, activeKey);
  useEffect(() => memory.onRefused(trouble), [memory, trouble]);
  useTellChanges(stored, memory.saver);
  // Focus follows the state and is never moved by hand: leaving a field saves it, and must see what is drawn.
  // Before the screen is painted: a key pressed at once must find its place.
  useLayoutEffect(() => {
    if (activeKey === null) doneButton.current?.focus();
  }, [activeKey, doneButton]);

  const [pointed, setPointed] = useState<Readonly<{ key: string; run: Run | undefined }> | null>(null);
  const storedValueOf = useCallback((key: string, text: string) => valueToStore(record.recordType, key, text, key === activeKey ? bookValues : NO_VALUES), [record.recordType, activeKey, bookValues]);
  const warnings = useMemo(() => liveWarnings(record.recordType, record.fields, Object.fromEntries(Object.entries(drafts).map(([key, draft]) => [key, storedValueOf(key, draft.text)]))), [record, drafts, storedValueOf]);
  const { recordType, fields } = record;
  const evidenceOf = useMemo(() => createFieldEvidence({ recordType, fields }, readings), [recordType, fields, readings]);
  /** A click on a field's place on the page: the field, and in it the word that was hit. */
  const pointAt = useCallback((key: string, at: Point): void => {
    setPointed({ key, run: runAt(evidenceOf(key).tokens, at) });
    focusField(key);
  }, [evidenceOf]);
  const optionsOf = useCallback((key: string): readonly FieldOption[] => {
    const field = record.fields[key];
    const draft = drafts[key];
    const saved = field?.value ?? '';
    const typed = draft?.typed ?? saved;
    const isUntouched = typed === saved;
    const found = key === activeKey && (!isUntouched || saved === '') ? completions({ recordType: record.recordType, key, typed, bookValues }) : [];
    return offeredOptions({ readings: evidenceOf(key).options, text: typed, isUntouched, warnings: warnings[key] ?? [], completions: found });
  }, [record, drafts, activeKey, bookValues, warnings, evidenceOf]);

  /** Saves a field if there is something to save; tells whether it did. */
  const commit = useCallback((key: string, text: string | undefined, leave: Leave): boolean => {
    const field = record.fields[key];
    const value = text === undefined ? (field?.value ?? '') : storedValueOf(key, text);
    const evidence = leave.evidence ?? drafts[key]?.evidence;
    // An empty value that a person leaves means that nothing is written there, unless they say otherwise.
    const mark = leave.mark ?? (value === '' && leave.isAccepted ? 'blank-on-paper' : undefined);
    keeper.drop(key);
    const isNews = value !== (field?.value ?? '') || leave.mark !== undefined || (leave.isAccepted && field !== undefined && needsLook(field));
    if (!isNews) return false;
    const written: Written = { value, ...(mark === undefined ? {} : { mark }), ...(evidence === undefined ? {} : { evidence }) };
    void memory.saver.save(record.id, key, written);
    return true;
  }, [memory, record, keeper, drafts, storedValueOf]);

  const offeredHere = useMemo(() => offered.filter((one) => one.recordId === record.id), [offered, record.id]);
  const commands = useMemo(
    () => deskCommands({ record, place, batchId, queue, activeKey, keeper, memory, commit, optionsOf, runsOf: (key) => evidenceOf(key).runs, focusField, offered: offeredHere, pageNumber, onPage, onOpen, onFrame, say: (key) => say(t(key)), finish }),
    [record, place, batchId, queue, activeKey, keeper, memory, commit, optionsOf, evidenceOf, offeredHere, pageNumber, onPage, onOpen, onFrame, t, finish],
  );
  useOffer('desk', commands);

  return {
    record, queue, activeKey, drafts, commands, saverState, warnings, optionsOf, evidenceOf, focusField, pointed, pointAt, storedValueOf,
    offered: offeredHere,
    dropOffered: () => {
      for (const one of offeredHere) memory.unsaved.drop('typed', one.recordId, one.field);
      memory.offered.update((now) => now.filter((one) => one.recordId !== record.id));
    },
    settle: memory.saver.settle,
    type: (key: string, text: string) => keeper.set(key, { text, typed: text, ...(drafts[key]?.evidence ? { evidence: drafts[key].evidence } : {}) }, record.fields[key]?.value ?? ''),
    takeRegion: (key: string, text: string, evidence: Evidence) => keeper.set(key, { text, typed: text, evidence }, record.fields[key]?.value ?? ''),
    leave: (key: string) => {
      if (commit(key, drafts[key]?.text, { isAccepted: false })) memory.history.add({ recordId: record.id, edits: 1 });
    },
  };
}

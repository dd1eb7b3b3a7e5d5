// The state of the desk for one record: which field is in focus, what is being typed, which fields were
// doubtful when the record was opened (they keep their places while they are accepted), and the commands.
import { useCallback, useEffect, useLayoutEffect, useMemo, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordDetail } from '../../../shared/api/records.ts';
import type { DeskScope } from '../../actions/action.ts';
import { useOffer } from '../../actions/scope.ts';
import { useStore } from '../../api/store.ts';
import { navigate } from '../../app-route.ts';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { needsLook, orderFields } from './field-order.ts';
import { fieldOptions } from './field-options.ts';
import { lastValues } from './last-values.ts';
import { countFinished } from './pace.ts';
import { newestOf, withPending } from './record-saver.ts';
import { useDeskMemory } from './saver.ts';
import { isNumeric, kindOf, typedValue } from './typed-value.ts';

export type Place = Readonly<{ at: number; total: number; previousId: string | null; nextId: string | null }>;

/** Fields to look at, in the order of the form; those once in the list keep their places. */
function useQueue(record: RecordDetail): readonly string[] {
  const [first] = useState(() => Object.keys(record.fields).filter((key) => isOpenField(record, key)));
  return useMemo(() => {
    const wanted = new Set([...first, ...Object.keys(record.fields).filter((key) => isOpenField(record, key))]);
    return orderFields(record.recordType, [...wanted]).groups.flatMap((group) => group.keys);
  }, [first, record]);
}

const without = (values: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));

const isOpenField = (record: RecordDetail, key: string): boolean => {
  const field = record.fields[key];
  return field !== undefined && needsLook(field);
};

type DeskInput = { stored: RecordDetail; place: Place; batchId: string; doneButton: RefObject<HTMLButtonElement | null> };

export function useDesk({ stored, place, batchId, doneButton }: DeskInput) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const memory = useDeskMemory();
  const saverState = useStore(memory.saver.state);
  const record = useMemo(() => withPending(newestOf(stored, saverState.latest), saverState.pending[stored.id]), [stored, saverState.latest, saverState.pending]);
  const queue = useQueue(record);
  const [activeKey, focusField] = useState<string | null>(() => queue.find((key) => isOpenField(record, key)) ?? null);
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => memory.onRefused(trouble), [memory, trouble]);
  // Focus follows the state and is never moved by hand: leaving a field saves it, and must see what is drawn.
  // Before the screen is painted: a key pressed at once must find its place.
  useLayoutEffect(() => {
    if (activeKey === null) doneButton.current?.focus();
  }, [activeKey, doneButton]);

  /** Saves a field if there is something to save; tells whether it did. */
  const commit = useCallback((key: string, text: string | undefined, isAccepted: boolean): boolean => {
    const field = record.fields[key];
    const value = text === undefined ? (field?.value ?? '') : typedValue(kindOf(record.recordType, key), text, new Date().getFullYear());
    setDrafts((now) => without(now, key));
    const isNews = value !== (field?.value ?? '') || (isAccepted && field !== undefined && needsLook(field));
    if (!isNews) return false;
    void memory.saver.save(record.id, key, value);
    return true;
  }, [memory, record]);

  const commands = useMemo(
    () => deskCommands({ record, place, batchId, queue, activeKey, drafts, memory, commit, focusField, setDrafts, say: (key) => say(t(key)) }),
    [record, place, batchId, queue, activeKey, drafts, memory, commit, focusField, t],
  );
  useOffer('desk', commands);

  return {
    record,
    queue,
    activeKey,
    drafts,
    commands,
    saverState,
    focusField,
    settle: memory.saver.settle,
    type: (key: string, text: string) => setDrafts((now) => ({ ...now, [key]: text })),
    leave: (key: string) => {
      if (commit(key, drafts[key], false)) memory.history.add({ recordId: record.id, edits: 1 });
    },
  };
}

type DeskParts = {
  record: RecordDetail;
  place: Place;
  batchId: string;
  queue: readonly string[];
  activeKey: string | null;
  drafts: Readonly<Record<string, string>>;
  memory: ReturnType<typeof useDeskMemory>;
  commit(key: string, text: string | undefined, isAccepted: boolean): boolean;
  focusField(key: string | null): void;
  setDrafts(change: (now: Readonly<Record<string, string>>) => Readonly<Record<string, string>>): void;
  say(key: string): void;
};

function deskCommands(parts: DeskParts): DeskScope {
  const { record, place, batchId, queue, activeKey, drafts, memory, commit, focusField, setDrafts } = parts;
  const options = activeKey === null ? [] : fieldOptions(record.fields[activeKey]);
  const last = activeKey === null ? undefined : lastValues.of(record.recordType, activeKey, record.id);
  const openRecord = (id: string | null): void => {
    if (id !== null) navigate({ screen: 'correction', batchId, itemId: id }, { replace: true });
  };
  const remember = (edits: number): void => memory.history.add({ recordId: record.id, edits });
  const open = queue.filter((key) => isOpenField(record, key));
  const moveOn = (from: string | null, by: 1 | -1): void => {
    const others = queue.filter((key) => key === from || open.includes(key));
    const next = others[others.indexOf(from ?? '') + by];
    const wrapped = by === 1 ? open.find((key) => key !== from) : undefined;
    focusField(next ?? wrapped ?? null);
  };
  const takeValue = (key: string, value: string): void => {
    if (commit(key, value, true)) remember(1);
    lastValues.learn(record.recordType, key, value, record.id);
    moveOn(key, 1);
  };
  return {
    hasField: activeKey !== null,
    optionCount: options.length,
    digitsAreText: activeKey !== null && isNumeric(kindOf(record.recordType, activeKey)),
    canRepeat: last !== undefined,
    accept() {
      if (activeKey === null) return;
      if (commit(activeKey, drafts[activeKey], true)) remember(1);
      lastValues.learn(record.recordType, activeKey, drafts[activeKey] ?? record.fields[activeKey]?.value ?? '', record.id);
      moveOn(activeKey, 1);
    },
    acceptRecord() {
      // What nobody has read is not accepted in passing: the clerk types it, or says with Enter that it is empty.
      const blank = open.find((key) => (drafts[key] ?? record.fields[key]?.value ?? '').trim() === '');
      if (blank !== undefined) {
        parts.say('desk.blankLeft');
        return focusField(blank);
      }
      const toAccept = [...new Set([...open, ...Object.keys(drafts)])];
      remember(toAccept.filter((key) => commit(key, drafts[key], true)).length);
      for (const [key, field] of Object.entries(record.fields)) lastValues.learn(record.recordType, key, drafts[key] ?? field.value, record.id);
      countFinished();
      if (place.nextId === null) parts.say('desk.lastRecord');
      openRecord(place.nextId);
    },
    stepDoubt: (by) => moveOn(activeKey, by),
    stepRecord: (by) => openRecord(by === 1 ? place.nextId : place.previousId),
    choose(index) {
      const option = options[index];
      if (activeKey !== null && option) takeValue(activeKey, option.value);
    },
    revert() {
      if (activeKey !== null) setDrafts((now) => without(now, activeKey));
    },
    undo: () => void undoLast(parts),
    repeatLast() {
      if (activeKey !== null && last !== undefined) takeValue(activeKey, last);
    },
  };
}

/** Takes back the clerk's last act, wherever it was, and goes there. */
async function undoLast({ record, batchId, memory, focusField, say: tell }: DeskParts): Promise<void> {
  const act = memory.history.take() ?? { recordId: record.id, edits: 1 };
  let field: string | undefined;
  for (let taken = 0; taken < act.edits; taken++) {
    const before = memory.saver.lastKnown(act.recordId);
    const after = await memory.saver.undo(act.recordId);
    if (!after) return;
    field = Object.keys({ ...before?.fields, ...after.fields }).find((key) => before?.fields[key]?.value !== after.fields[key]?.value || before?.fields[key]?.from !== after.fields[key]?.from) ?? field;
  }
  tell('desk.undone');
  if (act.recordId !== record.id) navigate({ screen: 'correction', batchId, itemId: act.recordId }, { replace: true });
  else if (field !== undefined) focusField(field);
}

// What the keys do on the desk. Every act that saves is remembered as one act, so that one key takes it back.
import type { RecordDetail } from '../../../shared/api/records.ts';
import type { DeskDialog, DeskScope } from '../../actions/action.ts';
import { navigate } from '../../app-route.ts';
import { nextRun, runsAfterTyping, type Run } from './doubtful-runs.ts';
import type { FieldOption } from './field-options.ts';
import { isOpenField } from './field-queue.ts';
import { lastValues } from './last-values.ts';
import { countFinished } from './pace.ts';
import type { DeskMemory } from './saver.ts';
import { isNumeric, kindOf } from './typed-value.ts';
import type { Unsaved } from './unsaved-store.ts';
import type { Leave, Place } from './place.ts';
import type { DraftKeeper } from './use-drafts.ts';

export type DeskParts = {
  record: RecordDetail;
  place: Place;
  batchId: string;
  queue: readonly string[];
  activeKey: string | null;
  keeper: DraftKeeper;
  memory: DeskMemory;
  offered: readonly Unsaved[];
  pageNumber: number;
  commit(key: string, text: string | undefined, leave: Leave): boolean;
  optionsOf(key: string): readonly FieldOption[];
  runsOf(key: string): readonly Run[];
  focusField(key: string | null): void;
  onPage(number: number): void;
  onOpen(dialog: DeskDialog): void;
  onFrame(): void;
  say(key: string): void;
  /** The clerk is done with the record. */
  finish(recordId: string): void;
};

export function deskCommands(parts: DeskParts): DeskScope {
  const { record, place, batchId, activeKey, keeper, memory } = parts;
  const { drafts } = keeper;
  const saved = activeKey === null ? '' : (record.fields[activeKey]?.value ?? '');
  const typed = activeKey === null ? '' : (drafts[activeKey]?.typed ?? saved);
  const options = activeKey === null ? [] : parts.optionsOf(activeKey);
  const runs = activeKey === null ? [] : runsAfterTyping(parts.runsOf(activeKey), saved, typed);
  const last = activeKey === null ? undefined : lastValues.of(record.recordType, activeKey, record.id);
  const isTyped = typed !== saved;
  const openRecord = (id: string | null): void => {
    if (id !== null) navigate({ screen: 'correction', batchId, itemId: id }, { replace: true });
  };
  return {
    hasField: activeKey !== null,
    optionCount: options.length,
    runCount: runs.length,
    digitsAreText: isTyped || (activeKey !== null && isNumeric(kindOf(record.recordType, activeKey))),
    canRepeat: last !== undefined,
    canRedo: memory.history.canRedo(),
    hasOffered: parts.offered.length > 0,
    pageCount: record.pageIds.length,
    ...fieldCommands(parts, options, last),
    acceptRecord: () => acceptRecord(parts, openRecord),
    stepDoubt: (by) => moveOn(parts, activeKey, by),
    stepRun: (by) => selectRun(runs, by),
    stepRecord: (by) => openRecord(by === 1 ? place.nextId : place.previousId),
    canComplete: () => isTyped && options.length > 0 && isCaretAtEnd(),
    complete: (by) => complete(parts, options, typed, by),
    undo: () => void retrace(parts, 'undo'),
    redo: () => void retrace(parts, 'redo'),
    frameRegion: parts.onFrame,
    stepPage: (by) => parts.onPage(Math.min(record.pageIds.length, Math.max(1, parts.pageNumber + by))),
    open: parts.onOpen,
    takeOffered: () => takeOffered(parts),
    secondWindow: () => void window.open(window.location.href, '_blank', 'noopener'),
  };
}

function moveOn({ record, queue, focusField }: DeskParts, from: string | null, by: 1 | -1): void {
  const open = queue.filter((key) => isOpenField(record, key));
  const others = queue.filter((key) => key === from || open.includes(key));
  const next = others[others.indexOf(from ?? '') + by];
  const wrapped = by === 1 ? open.find((key) => key !== from) : undefined;
  focusField(next ?? wrapped ?? null);
}

type FieldCommands = Pick<DeskScope, 'accept' | 'choose' | 'revert' | 'repeatLast' | 'mark'>;

function fieldCommands(parts: DeskParts, options: readonly FieldOption[], last: string | undefined): FieldCommands {
  const { record, activeKey, keeper, memory } = parts;
  const put = (key: string, value: string | undefined, leave: Leave): void => {
    if (parts.commit(key, value, leave)) memory.history.add({ recordId: record.id, edits: 1 });
    lastValues.learn(record.recordType, key, value ?? record.fields[key]?.value ?? '', record.id);
    moveOn(parts, key, 1);
  };
  return {
    accept() {
      if (activeKey !== null) put(activeKey, keeper.drafts[activeKey]?.text, { isAccepted: true });
    },
    choose(index) {
      const option = options[index];
      if (activeKey !== null && option) put(activeKey, option.value, { isAccepted: true });
    },
    revert() {
      if (activeKey !== null) keeper.drop(activeKey);
    },
    repeatLast() {
      if (activeKey !== null && last !== undefined) put(activeKey, last, { isAccepted: true });
    },
    mark(mark) {
      if (activeKey !== null) put(activeKey, '', { isAccepted: true, mark });
    },
  };
}

function acceptRecord(parts: DeskParts, openRecord: (id: string | null) => void): void {
  const { record, queue, place, memory, commit, keeper } = parts;
  const { drafts } = keeper;
  const open = queue.filter((key) => isOpenField(record, key));
  // What nobody has read is not accepted in passing: the clerk types it, or says with Enter that it is empty.
  const blank = open.find((key) => (drafts[key]?.text ?? record.fields[key]?.value ?? '').trim() === '');
  if (blank !== undefined) {
    parts.say('desk.blankLeft');
    parts.focusField(blank);
    return;
  }
  const toAccept = [...new Set([...open, ...Object.keys(drafts)])];
  memory.history.add({ recordId: record.id, edits: toAccept.filter((key) => commit(key, drafts[key]?.text, { isAccepted: true })).length });
  for (const [key, field] of Object.entries(record.fields)) lastValues.learn(record.recordType, key, drafts[key]?.text ?? field.value, record.id);
  countFinished();
  parts.finish(record.id);
  if (place.nextId === null) parts.say('desk.lastRecord');
  openRecord(place.nextId);
}

function selectRun(runs: readonly Run[], by: 1 | -1): void {
  const input = document.activeElement;
  if (!(input instanceof HTMLTextAreaElement)) return;
  const run = nextRun(runs, input.selectionStart, input.selectionEnd, by);
  if (run) input.setSelectionRange(run.start, run.end);
}

/** The arrows belong to the text as long as the caret has somewhere to go in it. */
function isCaretAtEnd(): boolean {
  const input = document.activeElement;
  return input instanceof HTMLTextAreaElement && input.selectionStart === input.value.length && input.selectionEnd === input.value.length;
}

/** Walks through what the letters may mean; past either end stands what the hand typed. */
function complete({ activeKey, record, keeper }: DeskParts, options: readonly FieldOption[], typed: string, by: 1 | -1): void {
  if (activeKey === null) return;
  const texts = [typed, ...options.map((option) => option.value)];
  const now = texts.indexOf(keeper.drafts[activeKey]?.text ?? typed);
  const text = texts[(Math.max(0, now) + by + texts.length) % texts.length] ?? typed;
  keeper.set(activeKey, { text, typed }, record.fields[activeKey]?.value ?? '');
}

function takeOffered({ offered, record, keeper, memory, focusField }: DeskParts): void {
  for (const { field, written } of offered) keeper.set(field, { text: written.value, typed: written.value, ...(written.evidence ? { evidence: written.evidence } : {}) }, record.fields[field]?.value ?? '');
  memory.offered.update((now) => now.filter((one) => one.recordId !== record.id));
  focusField(offered[0]?.field ?? null);
}

/** Takes back the clerk's last act, or does it again, wherever it was, and goes there. */
async function retrace({ record, batchId, memory, focusField, say }: DeskParts, how: 'undo' | 'redo'): Promise<void> {
  const act = memory.history[how]() ?? (how === 'undo' ? { recordId: record.id, edits: 1 } : undefined);
  if (!act) return;
  let field: string | undefined;
  for (let done = 0; done < act.edits; done++) {
    const before = memory.saver.lastKnown(act.recordId);
    const after = await memory.saver[how](act.recordId);
    if (!after) return;
    field = Object.keys({ ...before?.fields, ...after.fields }).find((key) => JSON.stringify(before?.fields[key]) !== JSON.stringify(after.fields[key]) && changedByPerson(before, after, key)) ?? field;
  }
  say(how === 'undo' ? 'desk.undone' : 'desk.redone');
  if (act.recordId !== record.id) navigate({ screen: 'correction', batchId, itemId: act.recordId }, { replace: true });
  else if (field !== undefined) focusField(field);
}

/** Not only a rule's word about another field. */
function changedByPerson(before: RecordDetail | undefined, after: RecordDetail, key: string): boolean {
  const was = before?.fields[key];
  const is = after.fields[key];
  return was?.value !== is?.value || was?.from !== is?.from || was?.reasons?.[0] !== is?.reasons?.[0];
}

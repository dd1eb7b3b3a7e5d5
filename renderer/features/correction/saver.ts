// The one saver of this window: it outlives the screen, so that going elsewhere does not stop a save. What an earlier
// window of the same person left behind is taken up when the desk is first opened, and again once a silent window
// counts as gone.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { recordDetailSchema, type RecordDetail } from '../../../shared/api/records.ts';
import { localProblem, RequestFailure } from '../../api/client.ts';
import { connectionStore } from '../../api/connection.ts';
import { keys } from '../../api/keys.ts';
import { fetchRecord, putField, redoEdit, undoEdit } from '../../api/records.ts';
import { updateListed } from '../../api/record-list.ts';
import { createStore, type Store } from '../../api/store.ts';
import { currentPersonId, windowName } from '../../api/window-name.ts';
import { createRecordSaver, type RecordSaver } from './record-saver.ts';
import { createUndoHistory, type UndoHistory } from './undo-history.ts';
import { createUnsavedStore, DEAD_AFTER_MS, type Unsaved, type UnsavedStore } from './unsaved-store.ts';

export type DeskMemory = Readonly<{
  saver: RecordSaver;
  history: UndoHistory;
  unsaved: UnsavedStore;
  /** Texts that were being typed in a window that is gone; each is offered on its record. */
  offered: Store<readonly Unsaved[]>;
  onRefused: (tell: (error: unknown) => void) => void;
}>;

const SIGN_OF_LIFE_MS = 5000;
/** By person: what one has not got through is never sent in another's name. */
const memories = new WeakMap<QueryClient, Map<string, DeskMemory>>();

/** Waits, but no longer than until the connection is back. */
function waitOrConnection(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stop();
      window.removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    const stop = connectionStore.subscribe(() => (connectionStore.get() === 'open' ? end() : undefined));
    window.addEventListener('online', end);
  });
}

function makeMemory(client: QueryClient, person: string): DeskMemory {
  const asPerson = async <T,>(send: () => Promise<T>): Promise<T> => {
    if (currentPersonId() !== person) throw new RequestFailure(localProblem('session-locked'), null);
    return send();
  };
  let tellRefused: (error: unknown) => void = () => undefined;
  const unsaved = createUnsavedStore({ storage: localStorage, windowName: windowName(), by: () => person, nowMs: Date.now });
  const offered = createStore<readonly Unsaved[]>([]);
  const saver = createRecordSaver({
    put: (recordId, field, written, revision) => asPerson(() => putField(recordId, field, written, revision)),
    undo: (recordId, revision) => asPerson(() => undoEdit(recordId, revision)),
    redo: (recordId, revision) => asPerson(() => redoEdit(recordId, revision)),
    fetch: (recordId) => asPerson(() => fetchRecord(recordId)),
    known: (id) => recordDetailSchema.safeParse(client.getQueryData<RecordDetail>(keys.record(id))).data,
    learn: (record) => {
      client.setQueryData(keys.record(record.id), record);
      updateListed(client, record);
    },
    refused: (error) => tellRefused(error),
    wait: waitOrConnection,
    unsaved,
  });
  const takeUp = (): void => {
    const found = unsaved.takeUp();
    offered.update((now) => [...now, ...found.filter((one) => one.kind === 'typed' && !now.some((other) => other.recordId === one.recordId && other.field === one.field))]);
    for (const left of found.filter((one) => one.kind === 'left')) if (saver.state.get().pending[left.recordId]?.[left.field] === undefined) void saver.resume(left);
  };
  unsaved.signOfLife();
  takeUp();
  setInterval(unsaved.signOfLife, SIGN_OF_LIFE_MS);
  setTimeout(takeUp, DEAD_AFTER_MS + SIGN_OF_LIFE_MS);
  window.addEventListener('pagehide', unsaved.leave);
  window.addEventListener('beforeunload', (event) => {
    if (Object.keys(saver.state.get().pending).length > 0) event.preventDefault();
  });
  return { saver, history: createUndoHistory(), unsaved, offered, onRefused: (tell) => { tellRefused = tell; } };
}

export function useDeskMemory(): DeskMemory {
  const client = useQueryClient();
  const person = currentPersonId();
  const ofClient = memories.get(client) ?? new Map<string, DeskMemory>();
  memories.set(client, ofClient);
  const known = ofClient.get(person);
  if (known) return known;
  const made = makeMemory(client, person);
  ofClient.set(person, made);
  return made;
}

// Never lost: every field is sent as it is left, one after another per record, each with the revision it saw.
//  - no answer, or the server in trouble: the value stays pending (and on screen) and is sent again until it is through;
//    when the answer alone was lost, the value is found to be in already and is not written twice;
//  - someone else changed another field meanwhile: sent again with the new revision, nobody notices;
//  - someone else changed this field: both values are shown and the clerk chooses; neither is overwritten unseen.
// What is pending is laid over whatever the back end says, so that the form never shows an older value, and is kept
// in the browser until it is through, so that a window that dies does not take it along (unsaved-store.ts).
import type { RecordDetail } from '../../../shared/api/records.ts';
import { createStore, type Store } from '../../api/store.ts';
import { isPassing, isStale } from './save-troubles.ts';
import type { Unsaved, UnsavedStore, Written } from './unsaved-store.ts';

export type Conflict = Readonly<{ recordId: string; field: string; mine: Written; theirs: string }>;
export type Pending = Readonly<Record<string, Written>>;
export type SaverState = Readonly<{
  /** recordId → field → what is not yet confirmed. */
  pending: Readonly<Record<string, Pending>>;
  isCutOff: boolean;
  /** The record as the last answer told it: on screen at once, before the cache of replies has told its readers. */
  latest: RecordDetail | null;
  conflicts: readonly Conflict[];
}>;

export type SaverPorts = {
  put(recordId: string, field: string, written: Written, revision: number): Promise<RecordDetail>;
  undo(recordId: string, revision: number | undefined): Promise<RecordDetail>;
  redo(recordId: string, revision: number | undefined): Promise<RecordDetail>;
  fetch(recordId: string): Promise<RecordDetail>;
  /** The record as the back end last told it. */
  known(recordId: string): RecordDetail | undefined;
  learn(record: RecordDetail): void;
  refused(error: unknown): void;
  /** Resolves after `ms`, or sooner when there is reason to hope. */
  wait(ms: number): Promise<void>;
  unsaved: Pick<UnsavedStore, 'keep' | 'drop'>;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

export type RecordSaver = {
  readonly state: Store<SaverState>;
  save(recordId: string, field: string, written: Written): Promise<void>;
  /** Sends what an earlier window left behind, unless somebody has written there since: then the clerk is asked. */
  resume(left: Unsaved): Promise<void>;
  /** Takes back the person's last edit of a record, after everything before it has been saved; undefined when it was refused. */
  undo(recordId: string): Promise<RecordDetail | undefined>;
  redo(recordId: string): Promise<RecordDetail | undefined>;
  lastKnown(recordId: string): RecordDetail | undefined;
  settle(conflict: Conflict, keep: 'mine' | 'theirs'): void;
};

type Send = Readonly<{ recordId: string; field: string; written: Written; /** What the clerk saw. */ before: string; isResumed: boolean }>;

export function createRecordSaver(ports: SaverPorts): RecordSaver {
  const state = createStore<SaverState>({ pending: {}, isCutOff: false, latest: null, conflicts: [] });
  const chains = new Map<string, Promise<unknown>>();

  const setPending = (recordId: string, field: string, written: Written | null): void =>
    state.update((now) => {
      const others = Object.entries(now.pending[recordId] ?? {}).filter(([name]) => name !== field);
      const ofRecord = written === null ? others : [...others, [field, written] as const];
      const rest = Object.entries(now.pending).filter(([id]) => id !== recordId);
      const all = ofRecord.length === 0 ? rest : [...rest, [recordId, Object.fromEntries(ofRecord)] as const];
      return { ...now, pending: Object.fromEntries(all) };
    });
  const setCutOff = (isCutOff: boolean): void => state.update((now) => (now.isCutOff === isCutOff ? now : { ...now, isCutOff }));

  const learn = (record: RecordDetail): void => {
    ports.learn(record);
    state.update((now) => ({ ...now, latest: record }));
  };

  const ask = (conflict: Conflict): void =>
    state.update((now) => ({ ...now, conflicts: [...now.conflicts.filter((one) => one.recordId !== conflict.recordId || one.field !== conflict.field), conflict] }));

  async function untilThrough<T>(task: () => Promise<T>): Promise<T> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        const result = await task();
        setCutOff(false);
        return result;
      } catch (error) {
        if (!isPassing(error)) throw error;
        setCutOff(true);
        await ports.wait(waitMs);
      }
    }
  }

  const refetch = async (recordId: string): Promise<RecordDetail> => {
    const fresh = await untilThrough(() => ports.fetch(recordId));
    learn(fresh);
    return fresh;
  };

  /** What stands there now: ours already, as the clerk saw it, or another person's. */
  function compare(fresh: RecordDetail, { field, written, before }: Send): 'in' | 'as-seen' | 'others' {
    const theirs = fresh.fields[field];
    if (theirs?.value === written.value && (theirs.from === 'clerk' || theirs.value !== before)) return 'in';
    return (theirs?.value ?? '') === before ? 'as-seen' : 'others';
  }

  const askAbout = (fresh: RecordDetail, { recordId, field, written }: Send): void => ask({ recordId, field, mine: written, theirs: fresh.fields[field]?.value ?? '' });

  /** Sends until it is in, or finds that another person wrote the same field. */
  async function send(what: Send): Promise<void> {
    const { recordId, field, written } = what;
    if (what.isResumed) {
      const fresh = await refetch(recordId);
      const standing = compare(fresh, what);
      if (standing === 'in') return;
      if (standing === 'others') return askAbout(fresh, what);
    }
    for (;;) {
      // The clerk is being asked about this field: a newer value joins the question instead of overwriting theirs.
      const asked = state.get().conflicts.find((one) => one.recordId === recordId && one.field === field);
      if (asked) return ask({ ...asked, mine: written });
      const seen = ports.known(recordId) ?? (await refetch(recordId));
      try {
        learn(await untilThrough(() => ports.put(recordId, field, written, seen.revision)));
        return;
      } catch (error) {
        if (!isStale(error)) throw error;
        const fresh = await refetch(recordId);
        const standing = compare(fresh, what);
        if (standing === 'in') return;
        if (standing === 'others') return askAbout(fresh, what);
      }
    }
  }

  function enqueue<T>(recordId: string, task: () => Promise<T>): Promise<T> {
    const next = (chains.get(recordId) ?? Promise.resolve()).then(task, task);
    chains.set(recordId, next.catch(() => undefined));
    return next;
  }

  async function deliver(what: Send): Promise<void> {
    const { recordId, field, written } = what;
    setPending(recordId, field, written);
    try {
      await enqueue(recordId, () => send(what));
    } catch (error) {
      ports.refused(error);
    } finally {
      if (state.get().pending[recordId]?.[field] === written) {
        setPending(recordId, field, null);
        ports.unsaved.drop('left', recordId, field);
      }
    }
  }

  async function save(recordId: string, field: string, written: Written): Promise<void> {
    const held = state.get().pending[recordId]?.[field];
    if (held && held.value === written.value && held.mark === written.mark) return;
    const before = held?.value ?? ports.known(recordId)?.fields[field]?.value ?? '';
    ports.unsaved.keep({ kind: 'left', recordId, field, written, before });
    await deliver({ recordId, field, written, before, isResumed: false });
  }

  /** An answer that was lost is not asked for twice: the revision seen tells whether it was carried out. */
  const takeBack = async (recordId: string, task: 'undo' | 'redo'): Promise<RecordDetail | undefined> => {
    try {
      const record = await enqueue(recordId, async () => {
        const seen = ports.known(recordId)?.revision;
        let isAnswerLost = false;
        try {
          return await untilThrough(() => ports[task](recordId, seen).catch((error: unknown) => {
            isAnswerLost ||= isPassing(error);
            throw error;
          }));
        } catch (error) {
          if (!isStale(error)) throw error;
          const fresh = await refetch(recordId);
          return isAnswerLost && seen !== undefined && fresh.revision === seen + 1 ? fresh : untilThrough(() => ports[task](recordId, fresh.revision));
        }
      });
      learn(record);
      return record;
    } catch (error) {
      ports.refused(error);
      return undefined;
    }
  };

  return {
    state,
    save,
    resume: ({ recordId, field, written, before }) => deliver({ recordId, field, written, before, isResumed: true }),
    lastKnown: ports.known,
    undo: (recordId) => takeBack(recordId, 'undo'),
    redo: (recordId) => takeBack(recordId, 'redo'),
    settle(conflict, keep) {
      state.update((now) => ({ ...now, conflicts: now.conflicts.filter((one) => one !== conflict) }));
      if (keep === 'mine') void save(conflict.recordId, conflict.field, conflict.mine);
    },
  };
}

// Never lost: every field is sent as it is left, one after another per record, each with the revision it saw.
//  - no answer, or the server in trouble: the value stays pending (and on screen) and is sent again until it is through;
//  - someone else changed another field meanwhile: sent again with the new revision, nobody notices;
//  - someone else changed this field: both values are shown and the clerk chooses; neither is overwritten unseen.
// What is pending is laid over whatever the back end says, so that the form never shows an older value.
import type { RecordDetail } from '../../../shared/api/records.ts';
import { RequestFailure } from '../../api/client.ts';
import { createStore, type Store } from '../../api/store.ts';

export type Conflict = Readonly<{ recordId: string; field: string; mine: string; theirs: string }>;
export type SaverState = Readonly<{
  /** recordId → field → value not yet confirmed. */
  pending: Readonly<Record<string, Readonly<Record<string, string>>>>;
  isCutOff: boolean;
  /** The record as the last answer told it: on screen at once, before the cache of replies has told its readers. */
  latest: RecordDetail | null;
  conflicts: readonly Conflict[];
}>;

export type SaverPorts = {
  put(recordId: string, field: string, value: string, revision: number): Promise<RecordDetail>;
  undo(recordId: string): Promise<RecordDetail>;
  fetch(recordId: string): Promise<RecordDetail>;
  /** The record as the back end last told it. */
  known(recordId: string): RecordDetail | undefined;
  learn(record: RecordDetail): void;
  refused(error: unknown): void;
  wait(ms: number): Promise<void>;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

export type RecordSaver = {
  readonly state: Store<SaverState>;
  save(recordId: string, field: string, value: string): Promise<void>;
  /** Takes back the last edit of a record, after everything before it has been saved; undefined when it was refused. */
  undo(recordId: string): Promise<RecordDetail | undefined>;
  lastKnown(recordId: string): RecordDetail | undefined;
  settle(conflict: Conflict, keep: 'mine' | 'theirs'): void;
};

const isPassing = (error: unknown): boolean => error instanceof RequestFailure && (error.problem.code === 'no-connection' || error.problem.status >= 500);
const isStale = (error: unknown): boolean => error instanceof RequestFailure && error.problem.code === 'stale-revision';

export function createRecordSaver(ports: SaverPorts): RecordSaver {
  const state = createStore<SaverState>({ pending: {}, isCutOff: false, latest: null, conflicts: [] });
  const chains = new Map<string, Promise<unknown>>();

  const setPending = (recordId: string, field: string, value: string | null): void =>
    state.update((now) => {
      const others = Object.entries(now.pending[recordId] ?? {}).filter(([name]) => name !== field);
      const ofRecord = value === null ? others : [...others, [field, value] as const];
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

  /** Sends until it is in, or finds that another person wrote the same field. `before` is what the clerk saw. */
  async function send(recordId: string, field: string, value: string, before: string): Promise<void> {
    for (;;) {
      // The clerk is being asked about this field: a newer value joins the question instead of overwriting theirs.
      const asked = state.get().conflicts.find((one) => one.recordId === recordId && one.field === field);
      if (asked) return ask({ ...asked, mine: value });
      const seen = ports.known(recordId) ?? (await untilThrough(() => ports.fetch(recordId)));
      try {
        learn(await untilThrough(() => ports.put(recordId, field, value, seen.revision)));
        return;
      } catch (error) {
        if (!isStale(error)) throw error;
        const fresh = await untilThrough(() => ports.fetch(recordId));
        learn(fresh);
        const theirs = fresh.fields[field]?.value ?? '';
        if (theirs === before || theirs === value) continue;
        return ask({ recordId, field, mine: value, theirs });
      }
    }
  }

  function enqueue<T>(recordId: string, task: () => Promise<T>): Promise<T> {
    const next = (chains.get(recordId) ?? Promise.resolve()).then(task, task);
    chains.set(recordId, next.catch(() => undefined));
    return next;
  }

  async function save(recordId: string, field: string, value: string): Promise<void> {
    if (state.get().pending[recordId]?.[field] === value) return;
    const before = state.get().pending[recordId]?.[field] ?? ports.known(recordId)?.fields[field]?.value ?? '';
    setPending(recordId, field, value);
    try {
      await enqueue(recordId, () => send(recordId, field, value, before));
    } catch (error) {
      ports.refused(error);
    } finally {
      if (state.get().pending[recordId]?.[field] === value) setPending(recordId, field, null);
    }
  }

  return {
    state,
    save,
    lastKnown: ports.known,
    async undo(recordId) {
      try {
        const record = await enqueue(recordId, () => untilThrough(() => ports.undo(recordId)));
        learn(record);
        return record;
      } catch (error) {
        ports.refused(error);
        return undefined;
      }
    },
    settle(conflict, keep) {
      state.update((now) => ({ ...now, conflicts: now.conflicts.filter((one) => one !== conflict) }));
      if (keep === 'mine') void save(conflict.recordId, conflict.field, conflict.mine);
    },
  };
}

/** The newer of what the cache holds and what the last answer told. */
export const newestOf = (stored: RecordDetail, latest: RecordDetail | null): RecordDetail => (latest?.id === stored.id && latest.revision > stored.revision ? latest : stored);

/** The record with what is pending laid over it, as a clerk's own values. */
export function withPending(record: RecordDetail, pending: Readonly<Record<string, string>> | undefined): RecordDetail {
  if (!pending) return record;
  const fields = { ...record.fields };
  for (const [key, value] of Object.entries(pending)) {
    const now = fields[key];
    if (value === '' && !now) continue;
    fields[key] = { page: now?.page ?? 1, box: now?.box ?? [0, 0, 0, 0], value, confidence: 1, from: 'clerk', warnings: [] };
  }
  return { ...record, fields };
}

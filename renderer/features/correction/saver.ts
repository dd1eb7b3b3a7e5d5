// The one saver of this window: it outlives the screen, so that going elsewhere does not stop a save.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { recordDetailSchema, type RecordDetail } from '../../../shared/api/records.ts';
import { keys } from '../../api/keys.ts';
import { fetchRecord, putField, undoEdit } from '../../api/records.ts';
import { createRecordSaver, type RecordSaver } from './record-saver.ts';
import { createUndoHistory } from './undo-history.ts';

type DeskMemory = Readonly<{ saver: RecordSaver; history: ReturnType<typeof createUndoHistory>; onRefused: (tell: (error: unknown) => void) => void }>;

const memories = new WeakMap<QueryClient, DeskMemory>();

function makeMemory(client: QueryClient): DeskMemory {
  let tellRefused: (error: unknown) => void = () => undefined;
  const saver = createRecordSaver({
    put: putField,
    undo: undoEdit,
    fetch: fetchRecord,
    known: (id) => recordDetailSchema.safeParse(client.getQueryData<RecordDetail>(keys.record(id))).data,
    learn: (record) => client.setQueryData(keys.record(record.id), record),
    refused: (error) => tellRefused(error),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  window.addEventListener('beforeunload', (event) => {
    if (Object.keys(saver.state.get().pending).length > 0) event.preventDefault();
  });
  return { saver, history: createUndoHistory(), onRefused: (tell) => { tellRefused = tell; } };
}

export function useDeskMemory(): DeskMemory {
  const client = useQueryClient();
  const known = memories.get(client);
  if (known) return known;
  const made = makeMemory(client);
  memories.set(client, made);
  return made;
}

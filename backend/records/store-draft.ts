// Stores one draft of an assembly: finds the record it continues (the one that shares most pages), keeps
// its id, its clerk's edits and, when nothing changed, its revision. Pages are taken away from other
// records; one that is left without pages hands over its clerk's fields and goes.
import { createId } from '../db/ids.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { RecordDraft } from '../worker/steps.ts';
import { mergeFields, type HeldField } from './merge-draft.ts';
import { countFields, findRecord, listHeldFields, listPageIds, putFieldRow, toFieldRow, type RecordRow } from './record-repository.ts';
import { recordTitle } from './record-title.ts';
import { refreshWarnings } from './refresh-warnings.ts';

export type DraftToStore = { readonly batchId: string; readonly draft: RecordDraft; readonly position: number; readonly fallbackTitle: string; readonly extractMs: number };

async function sharersOf(trx: Db, pageIds: readonly string[]): Promise<readonly string[]> {
  const rows = await trx.selectFrom('record_pages').select(['record_id', (e) => e.fn.countAll().as('n'), (e) => e.fn.min('ordinal').as('first')])
    .where('page_id', 'in', [...pageIds]).groupBy('record_id').execute();
  return rows.sort((a, b) => Number(b.n) - Number(a.n) || Number(a.first) - Number(b.first)).map((row) => row.record_id);
}

/** Takes `pageIds` out of another record; returns the clerk's fields of one that had nothing else. */
async function takePages(trx: Db, recordId: string, pageIds: readonly string[]): Promise<Record<string, HeldField>> {
  await trx.deleteFrom('record_pages').where('record_id', '=', recordId).where('page_id', 'in', [...pageIds]).execute();
  if ((await listPageIds(trx, recordId)).length > 0) return {};
  const held = await listHeldFields(trx, recordId);
  await trx.deleteFrom('records').where('id', '=', recordId).execute();
  return held;
}

async function writePages(trx: Db, recordId: string, pageIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('record_pages').where('record_id', '=', recordId).execute();
  await trx.insertInto('record_pages').values(pageIds.map((pageId, ordinal) => ({ record_id: recordId, page_id: pageId, ordinal }))).execute();
}

async function writeFields(trx: Db, recordId: string, fields: Readonly<Record<string, HeldField>>): Promise<void> {
  await trx.deleteFrom('record_fields').where('record_id', '=', recordId).execute();
  for (const [field, { reading, machine }] of Object.entries(fields)) await putFieldRow(trx, toFieldRow(recordId, field, reading, machine));
}

const sameFacts = (row: RecordRow, facts: Omit<RecordRow, 'id' | 'batch_id' | 'revision' | 'extract_ms' | 'position'>): boolean =>
  Object.entries(facts).every(([key, value]) => toJson(row[key as keyof typeof facts]) === toJson(value));

/** Returns the record's id and whether anything changed. `claimed` are ids that this assembly has used already. */
export async function storeDraft(trx: Db, input: DraftToStore, claimed: ReadonlySet<string>): Promise<{ id: string; changed: boolean }> {
  const { draft } = input;
  const sharers = await sharersOf(trx, draft.pageIds);
  const mine = sharers.find((id) => !claimed.has(id));
  const row = mine === undefined ? undefined : await findRecord(trx, mine);
  const id = row?.id ?? createId();
  let held: Record<string, HeldField> = row === undefined ? {} : await listHeldFields(trx, id);
  const before = toJson(Object.entries(held).sort());
  for (const other of sharers) if (other !== id) held = { ...(await takePages(trx, other, draft.pageIds)), ...held };
  const merged = refreshWarnings(draft.reading.recordType, mergeFields(draft.reading.fields, held));
  const fields = Object.fromEntries(Object.entries(merged).map(([field, value]) => [field, value.reading]));
  const facts = {
    record_type: draft.reading.recordType, record_type_confidence: draft.reading.recordTypeConfidence, form: draft.reading.form,
    title: recordTitle(draft.reading.recordType, fields, input.fallbackTitle), warnings: toJson(draft.reading.warnings), ...countFields(fields),
  };
  const samePages = row !== undefined && toJson(await listPageIds(trx, id)) === toJson(draft.pageIds);
  if (row !== undefined && samePages && sameFacts(row, facts) && before === toJson(Object.entries(merged).sort())) {
    // Files handed over anew may move a record; that is no change of the record.
    if (Number(row.position) !== input.position) await trx.updateTable('records').set({ position: input.position }).where('id', '=', id).execute();
    return { id, changed: false };
  }
  if (row === undefined) await trx.insertInto('records').values({ id, batch_id: input.batchId, position: input.position, ...facts, extract_ms: input.extractMs, revision: 1 }).execute();
  else await trx.updateTable('records').set({ position: input.position, ...facts, extract_ms: input.extractMs, revision: row.revision + 1 }).where('id', '=', id).execute();
  await writePages(trx, id, draft.pageIds);
  await writeFields(trx, id, merged);
  return { id, changed: true };
}

/** Records that no draft continues: gone with their pages, unless a clerk has worked on them. */
export async function dropLeftovers(trx: Db, batchId: string, claimed: ReadonlySet<string>): Promise<void> {
  const rows = await trx.selectFrom('records').select('id').where('batch_id', '=', batchId).execute();
  for (const { id } of rows) {
    if (claimed.has(id)) continue;
    const worked = await trx.selectFrom('record_fields').select('field').where('record_id', '=', id).where('from_clerk', '=', 1).limit(1).executeTakeFirst();
    if (worked === undefined) await trx.deleteFrom('records').where('id', '=', id).execute();
  }
}

// Stores the drafts of one window. Each finds the record it continues (among those that share its pages,
// the one that shares most), keeps its id, its clerk's edits and, when nothing changed, its revision. A
// record whose pages all went to others is hidden, not deleted: its clerk's fields are lent to the record
// that took its first page, and go home when its pages come back. So taking back a join gives both records
// as they were.
import { createId } from '../db/ids.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { isActive } from '../pages/page-order.ts';
import type { RecordDraft } from '../worker/steps.ts';
import { keepNumbering } from './book-numbering.ts';
import { mergeFields, type HeldField } from './merge-draft.ts';
import { countFields, findRecord, listHeldFields, listPageIds, putFieldRow, toFieldRow, type RecordRow } from './record-repository.ts';
import { appendTrail } from '../trail/trail.ts';
import { fieldsOfType } from './fields-of-type.ts';
import { recordTitle } from './record-title.ts';
import { refreshWarnings } from './refresh-warnings.ts';

export type DraftToStore = { readonly batchId: string; readonly draft: RecordDraft; readonly position: number; readonly fallbackTitle: string; readonly extractMs: number };

type Sharer = { readonly id: string; readonly isHidden: boolean };

/** Records on these pages: visible before hidden, those with most of the pages first. */
async function listSharers(trx: Db, pageIds: readonly string[]): Promise<readonly Sharer[]> {
  const rows = await trx.selectFrom('record_pages').innerJoin('records', 'records.id', 'record_pages.record_id')
    .select(['record_id', 'records.hidden', 'records.position', (e) => e.fn.countAll().as('n'), (e) => e.fn.min('ordinal').as('first')])
    .where('page_id', 'in', [...pageIds]).groupBy(['record_id', 'records.hidden', 'records.position']).execute();
  const order = rows.sort((a, b) => a.hidden - b.hidden || Number(b.n) - Number(a.n) || Number(a.first) - Number(b.first) || Number(a.position) - Number(b.position) || (a.record_id < b.record_id ? -1 : 1));
  return order.map((row) => ({ id: row.record_id, isHidden: row.hidden === 1 }));
}

type Claim = { readonly input: DraftToStore; readonly id: string; readonly sharers: readonly Sharer[] };

async function claimRecords(trx: Db, inputs: readonly DraftToStore[]): Promise<readonly Claim[]> {
  const claimed = new Set<string>();
  const claims: Claim[] = [];
  for (const input of inputs) {
    const sharers = await listSharers(trx, input.draft.pageIds);
    const id = sharers.find((sharer) => !claimed.has(sharer.id))?.id ?? createId();
    claimed.add(id);
    claims.push({ input, id, sharers });
  }
  return claims;
}

/** Takes the pages out of records that no draft continues; one left with none is hidden and returned. */
async function emptyOthers(trx: Db, claims: readonly Claim[]): Promise<ReadonlySet<string>> {
  const claimed = new Set(claims.map((claim) => claim.id));
  const pageIds = [...new Set(claims.flatMap((claim) => claim.input.draft.pageIds))];
  const emptied = new Set<string>();
  for (const other of new Set(claims.flatMap((claim) => claim.sharers.filter((sharer) => !sharer.isHidden && !claimed.has(sharer.id)).map((sharer) => sharer.id)))) {
    const own = await listPageIds(trx, other);
    if (own.every((id) => pageIds.includes(id))) {
      // Its pages stay in its own list: that is how it is found again.
      await trx.updateTable('records').set({ hidden: 1 }).where('id', '=', other).execute();
      emptied.add(other);
    } else await trx.deleteFrom('record_pages').where('record_id', '=', other).where('page_id', 'in', pageIds).execute();
  }
  return emptied;
}

/** The clerk's fields of a record that was emptied, marked as lent. */
async function lentFields(trx: Db, from: string): Promise<Record<string, HeldField>> {
  const held = Object.entries(await listHeldFields(trx, from)).filter(([, field]) => field.reading.from === 'clerk');
  return Object.fromEntries(held.map(([key, field]) => [key, { ...field, handedFrom: field.handedFrom ?? from }]));
}

async function heldFor(trx: Db, claim: Claim, emptied: ReadonlySet<string>, visible: ReadonlySet<string>, lent: Set<string>): Promise<Record<string, HeldField>> {
  const own = Object.entries(await listHeldFields(trx, claim.id)).filter(([, field]) => field.handedFrom === null || !visible.has(field.handedFrom));
  let held: Record<string, HeldField> = Object.fromEntries(own);
  for (const { id } of claim.sharers) {
    if (!emptied.has(id) || lent.has(id)) continue;
    lent.add(id);
    const byClerk = Object.fromEntries(Object.entries(held).filter(([, field]) => field.reading.from === 'clerk'));
    held = { ...held, ...(await lentFields(trx, id)), ...byClerk };
  }
  return held;
}

async function writePages(trx: Db, recordId: string, pageIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('record_pages').where('record_id', '=', recordId).execute();
  await trx.insertInto('record_pages').values(pageIds.map((pageId, ordinal) => ({ record_id: recordId, page_id: pageId, ordinal }))).execute();
}

async function writeFields(trx: Db, recordId: string, fields: Readonly<Record<string, HeldField>>): Promise<void> {
  await trx.deleteFrom('record_fields').where('record_id', '=', recordId).execute();
  for (const [field, { reading, machine, handedFrom }] of Object.entries(fields)) await putFieldRow(trx, toFieldRow(recordId, field, reading, machine, handedFrom));
}

const sameFacts = (row: RecordRow, facts: Omit<RecordRow, 'id' | 'batch_id' | 'revision' | 'extract_ms' | 'position'>): boolean =>
  Object.entries(facts).every(([key, value]) => toJson(row[key as keyof typeof facts]) === toJson(value));

async function writeRecord(trx: Db, { input, id }: Claim, row: RecordRow | undefined, held: Readonly<Record<string, HeldField>>): Promise<boolean> {
  const { draft } = input;
  const before = row === undefined ? '' : toJson(Object.entries(await listHeldFields(trx, id)).sort());
  const merged = keepNumbering(refreshWarnings(draft.reading.recordType, mergeFields(draft.reading.fields, held)), held);
  const fields = fieldsOfType(draft.reading.recordType, Object.fromEntries(Object.entries(merged).map(([field, value]) => [field, value.reading])));
  const facts = {
    record_type: draft.reading.recordType, record_type_confidence: draft.reading.recordTypeConfidence, form: draft.reading.form,
    title: recordTitle(draft.reading.recordType, fields, input.fallbackTitle), warnings: toJson(draft.reading.warnings), ...countFields(fields), hidden: 0,
  };
  const samePages = row !== undefined && toJson(await listPageIds(trx, id)) === toJson(draft.pageIds);
  if (row !== undefined && samePages && sameFacts(row, facts) && before === toJson(Object.entries(merged).sort())) {
    // Files handed over anew may move a record; that is no change of the record.
    if (Number(row.position) !== input.position) await trx.updateTable('records').set({ position: input.position }).where('id', '=', id).execute();
    return false;
  }
  if (row === undefined) await trx.insertInto('records').values({ id, batch_id: input.batchId, position: input.position, ...facts, extract_ms: input.extractMs, revision: 1 }).execute();
  else await trx.updateTable('records').set({ position: input.position, ...facts, extract_ms: input.extractMs, revision: row.revision + 1 }).where('id', '=', id).execute();
  await writePages(trx, id, draft.pageIds);
  await writeFields(trx, id, merged);
  await appendTrail(trx, {
    kind: 'record-read', subjectType: 'record', subjectId: id, batchId: input.batchId,
    after: { title: facts.title, recordType: facts.record_type, fields: facts.field_count, doubtful: facts.doubtful_fields, pages: draft.pageIds.length, revision: (row?.revision ?? 0) + 1 },
  });
  return true;
}

/** Stores the drafts of one window together; returns the ids of records that changed. */
export async function storeDrafts(trx: Db, inputs: readonly DraftToStore[]): Promise<readonly string[]> {
  const claims = await claimRecords(trx, inputs);
  const emptied = await emptyOthers(trx, claims);
  const visible = new Set(claims.map((claim) => claim.id));
  const lent = new Set<string>();
  const changed: string[] = [...emptied];
  for (const claim of claims) {
    const row = await findRecord(trx, claim.id);
    const held = await heldFor(trx, claim, emptied, visible, lent);
    if (await writeRecord(trx, claim, row, held)) changed.push(claim.id);
  }
  return changed;
}

/**
 * Hides records none of whose pages are in the book any more (bin, "không số hóa", blank after all); deletes
 * those whose pages are gone altogether, unless a clerk has worked on them. Returns the ids.
 */
export async function hideForsaken(trx: Db, batchId: string): Promise<readonly string[]> {
  const visible = trx.selectFrom('records').select('records.id').where('records.batch_id', '=', batchId).where('records.hidden', '=', 0);
  const gone = await visible.where((e) => e.not(e.exists(e.selectFrom('record_pages').select('record_pages.page_id').whereRef('record_pages.record_id', '=', 'records.id')))).execute();
  for (const { id } of gone) {
    const worked = await trx.selectFrom('record_fields').select('field').where('record_id', '=', id).where('from_clerk', '=', 1).limit(1).executeTakeFirst();
    if (worked === undefined) await trx.deleteFrom('records').where('id', '=', id).execute();
  }
  const forsaken = await visible
    .where((e) => e.exists(e.selectFrom('record_pages').select('record_pages.page_id').whereRef('record_pages.record_id', '=', 'records.id')))
    .where((e) => e.not(e.exists(e.selectFrom('record_pages').innerJoin('pages', 'pages.id', 'record_pages.page_id').select('pages.id').whereRef('record_pages.record_id', '=', 'records.id').where((inner) => isActive(inner)))))
    .execute();
  for (const { id } of forsaken) await trx.updateTable('records').set({ hidden: 1 }).where('id', '=', id).execute();
  return [...gone, ...forsaken].map((row) => row.id);
}

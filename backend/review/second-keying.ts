// Blind double keying: a second clerk types the fields that the plan names, seeing the paper and nothing that
// was read or typed. Where both agree nobody is asked again; only what differs goes to a third person, who is
// neither of the two. Values are compared as they are stored: NFC, single spaces.
import type { Arbitration, BlindForm } from '../../shared/api/review.ts';
import type { RecordState } from '../../shared/domain/batch-life.ts';
import { tidy } from '../../shared/domain/vietnamese-text.ts';
import { AppError } from '../../shared/errors.ts';
import type { Db } from '../db/schema.ts';
import { findRecord, findRecordDetail, listFieldRows, toFields, type RecordRow } from '../records/record-repository.ts';
import { writeDecidedValue } from '../records/record-service.ts';
import { loadNames, nameOrNull } from './person-names.ts';
import { refuseOtherRevision, requireAtWork, takeStep, type RecordAtWork } from './take-step.ts';
import { refuseKeyer } from './verdicts.ts';
import { listKeyers } from './work-repository.ts';

async function detailOf(db: Db, recordId: string): Promise<NonNullable<Awaited<ReturnType<typeof findRecordDetail>>>> {
  const record = await findRecordDetail(db, recordId);
  if (record === undefined) throw new AppError('not-found', { what: 'record', id: recordId });
  return record;
}

function requireState(found: RecordAtWork, state: RecordState): void {
  if (found.work.state !== state) throw new AppError('wrong-state', { what: 'record', id: found.record.id, state: found.work.state });
}

export async function blindFormOf(db: Db, recordId: string, by: string): Promise<BlindForm> {
  const found = await requireAtWork(db, recordId);
  requireState(found, 'second-keying');
  await refuseKeyer(db, found, by);
  const record = await detailOf(db, recordId);
  return {
    recordId, batchId: record.batchId, seq: record.seq, revision: record.revision, recordType: record.recordType ?? '', pageIds: record.pageIds,
    fields: found.route.secondKeyed.flatMap((key) => {
      const field = record.fields[key];
      return field === undefined ? [] : [{ key, page: field.page, box: field.box }];
    }),
  };
}

async function storeSecond(trx: Db, recordId: string, values: ReadonlyMap<string, string>, by: string, at: string): Promise<void> {
  await trx.deleteFrom('second_keyings').where('record_id', '=', recordId).execute();
  for (const [field, value] of values) await trx.insertInto('second_keyings').values({ record_id: recordId, field, value, by, at }).execute();
}

export async function keySecond(trx: Db, recordId: string, by: string, keyed: { revision: number; values: Readonly<Record<string, string>> }): Promise<RecordState> {
  const found = await requireAtWork(trx, recordId);
  refuseOtherRevision(found.record, keyed.revision);
  requireState(found, 'second-keying');
  await refuseKeyer(trx, found, by);
  const missing = found.route.secondKeyed.filter((key) => keyed.values[key] === undefined);
  if (missing.length > 0) throw new AppError('bad-request', { reason: 'fields left out', fields: missing });
  const at = new Date().toISOString();
  const values = new Map(found.route.secondKeyed.map((key) => [key, tidy(keyed.values[key] ?? '')]));
  await storeSecond(trx, recordId, values, by, at);
  const first = toFields(found.record.record_type, await listFieldRows(trx, recordId));
  const differs = [...values].some(([key, value]) => (first[key]?.value ?? '') !== value);
  return (await takeStep(trx, found, { event: differs ? 'second-differs' : 'second-same', by, changes: { second_by: by, second_at: at } })).state;
}

/** Fields that the two clerks keyed differently. */
export async function differencesOf(db: Db, record: RecordRow): Promise<Arbitration['differences']> {
  const first = toFields(record.record_type, await listFieldRows(db, record.id));
  const second = await db.selectFrom('second_keyings').select(['field', 'value']).where('record_id', '=', record.id).orderBy('field').execute();
  return second.map((row) => ({ key: row.field, first: first[row.field]?.value ?? '', second: row.value })).filter(({ first: one, second: other }) => one !== other);
}

export async function arbitrationOf(db: Db, recordId: string, by: string): Promise<Arbitration> {
  const found = await requireAtWork(db, recordId);
  requireState(found, 'arbitrating');
  await refuseKeyer(db, found, by);
  const nameOf = await loadNames(db);
  return { record: await detailOf(db, recordId), firstBy: nameOrNull(nameOf, found.work.keyed_by), secondBy: nameOrNull(nameOf, found.work.second_by), differences: await differencesOf(db, found.record) };
}

/** `values`: one for every field that differs, either clerk's or the arbiter's own. */
export async function arbitrate(trx: Db, recordId: string, by: string, decided: { revision: number; values: Readonly<Record<string, string>> }): Promise<RecordState> {
  const found = await requireAtWork(trx, recordId);
  refuseOtherRevision(found.record, decided.revision);
  requireState(found, 'arbitrating');
  if ((await listKeyers(trx, found.work)).has(by)) throw new AppError('four-eyes', { id: recordId });
  const differences = await differencesOf(trx, found.record);
  const missing = differences.filter(({ key }) => decided.values[key] === undefined).map(({ key }) => key);
  if (missing.length > 0) throw new AppError('bad-request', { reason: 'fields left out', fields: missing });
  for (const { key, first } of differences) {
    const value = tidy(decided.values[key] ?? '');
    if (value !== first) await writeDecidedValue(trx, recordId, key, value, by);
  }
  const record = (await findRecord(trx, recordId)) ?? found.record;
  return (await takeStep(trx, { ...found, record }, { event: 'arbitrate', by, changes: { arbitrated_by: by, arbitrated_at: new Date().toISOString() } })).state;
}

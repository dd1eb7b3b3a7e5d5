// The second half of bringing a package back. The batch's PDFs are read like any scans; then each PDF is made
// one record again, as it was, and the fields get the values that were sent, as edits that say where they
// come from. Running twice changes nothing more.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Profile } from '../../shared/api/batches.ts';
import type { BroughtBack } from '../../shared/api/uploads.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { RECORD_TYPE_CODES } from '../../shared/domain/record-types.ts';
import { isAppError } from '../../shared/errors.ts';
import { insertIntake } from '../batches/batch-repository.ts';
import { createId } from '../db/ids.ts';
import { fromJsonOrNull, toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { BringBackTable } from '../db/upload-tables.ts';
import { hasLiveJobs, insertJob, PRIORITY, scheduleAssembly } from '../jobs/job-repository.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { problemOf } from '../problem.ts';
import type { RecordService } from '../records/record-service.ts';
import type { Workspace } from '../storage/workspace.ts';
import { lineSchema, packageLines, type PackageLine } from '../targets/package-documents.ts';
import type { Receipt } from '../targets/upload-state.ts';
import type { Outgoing } from '../targets/upload-target.ts';
import { appendTrail } from '../trail/trail.ts';

export const toBroughtBack = (row: BringBackTable): BroughtBack => ({ id: row.id, name: row.name, state: row.state, batchId: row.batch_id, problem: fromJsonOrNull(problemSchema, row.problem), at: row.at });

const linesSchema = z.array(z.object({ file: z.string(), line: lineSchema })).readonly();
const ID = /^[0-9a-z]{12,32}$/;

async function identifierOf(dir: string): Promise<string | undefined> {
  const info = await readFile(path.join(dir, 'bag-info.txt'), 'utf8').catch(() => '');
  const id = /^External-Identifier:[ \t]*(\S+)\s*$/m.exec(info)?.[1];
  return id !== undefined && ID.test(id) ? id : undefined;
}

/** By what only that profile writes. */
const profileOf = (lines: readonly PackageLine[]): Profile =>
  lines.some(({ pdf }) => pdf.includes('/representations/')) ? 'luu-tru' : lines.some(({ guide }) => guide !== undefined) ? 'cv-7197' : 'ho-tich';

const pdfOf = (dir: string, line: PackageLine): string => path.join(dir, 'data', ...line.pdf.split('/'));

/** Inside the transaction that ends the download. Under its own identifier when this workspace does not have that batch (any more). Returns the batch. */
export async function openAsBatch(trx: Db, pack: { id: string; name: string; dir: string; outgoing: Outgoing; by: string; origin: Receipt & { profile: string } }): Promise<string> {
  const lines = await packageLines(pack.outgoing);
  const known = new Set(pack.outgoing.files.map((file) => file.path));
  const held = lines.filter((line) => known.has(`data/${line.pdf}`)).map((line) => ({ file: pdfOf(pack.dir, line), line }));
  const pdfs = held.map(({ file }) => file);
  const others = pack.outgoing.files.filter(({ path: file }) => /^data\/.*\.pdf$/i.test(file)).map(({ path: file }) => path.join(pack.dir, ...file.split('/')));
  const original = await identifierOf(pack.dir);
  const isTaken = original === undefined || (await trx.selectFrom('batches').select('id').where('id', '=', original).executeTakeFirst()) !== undefined;
  const id = isTaken ? createId() : original;
  const types = new Set(lines.map(({ recordType }) => recordType));
  const [only] = types;
  await trx.insertInto('batches').values({
    id, name: pack.name.slice(0, 200), record_type: types.size === 1 && typeof only === 'string' && RECORD_TYPE_CODES.includes(only) ? only : 'auto', profile: profileOf(lines),
    paused: 0, assembled_at: null, created_at: new Date().toISOString(), book_number: null, year_opened: null, place: null, dossier_code: null,
  }).execute();
  const intake = await insertIntake(trx, id, pdfs.length > 0 ? pdfs : others);
  await insertJob(trx, { kind: 'expand', batchId: id, subjectId: intake });
  await trx.updateTable('bring_backs').set({ state: 'reading', batch_id: id, lines: toJson(held) }).where('id', '=', pack.id).execute();
  await appendTrail(trx, { kind: 'package-brought-back', subjectType: 'batch', subjectId: id, batchId: id, by: pack.by, after: { ...pack.origin, name: pack.name, records: lines.length, isNextVersion: !isTaken } });
  return id;
}

type Parts = { readonly db: Db; readonly runner: JobRunner; readonly workspace: Workspace; readonly records: RecordService; onDone(row: BringBackTable): void };

/** Called now and then: goes on with what waits for its pages to be read. */
export async function continueBringBacks(parts: Parts): Promise<void> {
  for (const row of await parts.db.selectFrom('bring_backs').selectAll().where('state', '=', 'reading').execute()) {
    try {
      if (await goOn(parts, row)) parts.onDone(row);
    } catch (error) {
      if (!isAppError(error)) throw error;
      await parts.db.updateTable('bring_backs').set({ state: 'failed', problem: toJson(problemOf(error)) }).where('id', '=', row.id).execute();
    }
  }
}

async function goOn(parts: Parts, row: BringBackTable): Promise<boolean> {
  const { db, runner, workspace } = parts;
  const batch = row.batch_id === null ? undefined : await db.selectFrom('batches').selectAll().where('id', '=', row.batch_id).executeTakeFirst();
  if (batch === undefined) {
    await db.deleteFrom('bring_backs').where('id', '=', row.id).execute();
    return false;
  }
  if (batch.assembled_at === null || (await hasLiveJobs(db, batch.id, ['expand', 'import', 'read', 'assemble']))) return false;
  const byPath = new Map((fromJsonOrNull(linesSchema, row.lines) ?? []).map(({ file, line }) => [file, line]));
  const sources = await db.selectFrom('sources').select(['id', 'path']).where('batch_id', '=', batch.id).execute();
  const lineOf = new Map(sources.flatMap(({ id, path: file }) => (file !== null && byPath.has(file) ? [[id, byPath.get(file)] as const] : [])));
  if (await keepTogether(parts, batch.id, lineOf)) {
    runner.wake();
    return false;
  }
  await restoreFields(parts, batch.id, lineOf);
  await db.updateTable('bring_backs').set({ state: 'done', lines: null }).where('id', '=', row.id).execute();
  await workspace.removeWorkDir(row.id);
  return true;
}

/** One PDF was one record of one type: says so to the assembler, once. True when it had to. */
async function keepTogether({ db }: Parts, batchId: string, lineOf: ReadonlyMap<string, PackageLine | undefined>): Promise<boolean> {
  const pages = await db.selectFrom('pages').select(['id', 'source_id', 'source_page', 'boundary']).where('batch_id', '=', batchId).orderBy('position').orderBy('source_page').execute();
  if (pages.every(({ boundary }) => boundary !== null)) return false;
  await db.transaction().execute(async (trx) => {
    const begun = new Set<string>();
    for (const page of pages) {
      const boundary = begun.has(page.source_id) ? 'continues' : 'starts';
      begun.add(page.source_id);
      await trx.updateTable('pages').set((e) => ({ boundary, fixed_type: lineOf.get(page.source_id)?.recordType ?? null, stale: e('stale', '+', 1) })).where('id', '=', page.id).execute();
    }
    await scheduleAssembly(trx, batchId, { priority: PRIORITY.asked });
  });
  return true;
}

async function restoreFields({ db, records }: Parts, batchId: string, lineOf: ReadonlyMap<string, PackageLine | undefined>): Promise<void> {
  const rows = await db.selectFrom('record_pages').innerJoin('records', 'records.id', 'record_pages.record_id').innerJoin('pages', 'pages.id', 'record_pages.page_id')
    .select(['records.id', 'pages.source_id']).where('records.batch_id', '=', batchId).where('records.hidden', '=', 0).where('record_pages.ordinal', '=', 0).execute();
  for (const { id, source_id } of rows) {
    const line = lineOf.get(source_id);
    if (line === undefined) continue;
    const fields = new Map(Object.entries((await records.get(id)).fields).map(([key, field]) => [key, field.value]));
    const wanted = new Map(Object.entries(line.fields).map(([key, { value }]) => [key, value]));
    for (const key of new Set([...fields.keys(), ...wanted.keys()])) {
      if ((fields.get(key) ?? '') === (wanted.get(key) ?? '')) continue;
      const { revision } = await records.get(id);
      await records.putField(id, key, { value: wanted.get(key) ?? '', revision, by: 'program' }).catch((error: unknown) => {
        // A field that this version of the record type does not know is no reason to lose the others.
        if (!isAppError(error)) throw error;
      });
    }
  }
}

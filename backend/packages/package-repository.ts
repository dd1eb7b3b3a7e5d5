// Rows of packages, and a batch's records as the packager wants them, streamed one by one.
import type { Selectable } from 'kysely';
import { profileSchema, type Profile } from '../../shared/api/batches.ts';
import { packageSignatureSchema, type PackageSummary } from '../../shared/api/packages.ts';
import type { Edit } from '../../shared/api/records.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { transformsSchema } from '../../shared/domain/transform.ts';
import { createId } from '../db/ids.ts';
import { appendTrail } from '../trail/trail.ts';
import { fromJson, fromJsonOrNull } from '../db/json.ts';
import type { Db, PackageTable } from '../db/schema.ts';
import type { PageImages } from '../pages/page-image.ts';
import type { SmallPictures } from '../pages/small-pictures.ts';
import { findReading, type PageRow, type ReadingRow } from '../pages/page-repository.ts';
import { pageMasterSchema } from '../pipeline/page-master.ts';
import { listEdits, listFieldRows, toFields, warningsSchema, type RecordRow } from '../records/record-repository.ts';
import type { RecordReview } from '../packaging/package-input.ts';
import type { RecordToStore } from '../worker/package-input.ts';
import { stageMsSchema } from '../worker/tasks.ts';

export type PackageRow = Selectable<PackageTable>;

export async function insertPackage(db: Db, pack: { batchId: string; profile: Profile; isToBeSigned: boolean; dir(id: string): string }): Promise<string> {
  const id = createId();
  await db.insertInto('packages').values({
    id, batch_id: pack.batchId, profile: pack.profile, state: 'building', dir: pack.dir(id), records: 0, files: 0, bytes: 0, warnings: '[]', problem: null, created_at: new Date().toISOString(), signature: null, is_to_be_signed: pack.isToBeSigned ? 1 : 0,
  }).execute();
  await appendTrail(db, { kind: 'package-asked', subjectType: 'package', subjectId: id, batchId: pack.batchId, after: { profile: pack.profile, isToBeSigned: pack.isToBeSigned } });
  return id;
}

export const findPackage = (db: Db, id: string): Promise<PackageRow | undefined> => db.selectFrom('packages').selectAll().where('id', '=', id).executeTakeFirst();
export const listPackageRows = (db: Db): Promise<readonly PackageRow[]> => db.selectFrom('packages').selectAll().orderBy('id', 'desc').execute();

export function toPackageSummary(row: PackageRow): PackageSummary {
  return {
    id: row.id, batchId: row.batch_id, profile: profileSchema.parse(row.profile), state: row.state, records: row.records, files: row.files, bytes: Number(row.bytes),
    createdAt: row.created_at, problem: fromJsonOrNull(problemSchema, row.problem), signature: fromJsonOrNull(packageSignatureSchema, row.signature), warnings: fromJson(warningsSchema, row.warnings).length,
  };
}

type PageOfRecord = PageRow & { display_name: string; source_created_at: string };

/** `images`: delivered images that the cache has lost are made again on the way; null leaves them be. A page with a small picture needs no other. */
export type Pictures = { readonly images: PageImages | null; readonly small?: SmallPictures };

async function picturesOf({ images, small }: Pictures, page: PageRow, reading: ReadingRow): Promise<Pick<RecordToStore['pages'][number], 'deliveredSha256' | 'smallPicture'>> {
  const smallPicture = small?.get(reading.cache_key);
  if (smallPicture !== undefined) return { deliveredSha256: reading.delivered_sha256, smallPicture };
  return { deliveredSha256: images === null ? reading.delivered_sha256 : await images.ensureDelivered(page) };
}

async function toPackagePage(db: Db, pictures: Pictures, page: PageOfRecord): Promise<{ page: RecordToStore['pages'][number]; clean: number; recognise: number } | undefined> {
  const reading = page.reading_key === null ? undefined : await findReading(db, page.reading_key);
  const master = fromJsonOrNull(pageMasterSchema, page.master);
  if (reading === undefined || master === null) return undefined;
  const ms = fromJson(stageMsSchema, reading.ms);
  return {
    page: { pageId: page.id, master, transforms: fromJson(transformsSchema, reading.transforms), ...(await picturesOf(pictures, page, reading)), readingJson: reading.reading, importedAt: page.source_created_at, readAt: reading.created_at },
    clean: ms.decode + ms.clean,
    recognise: ms.recognise,
  };
}

const tenths = (ms: number): number => Math.round(ms * 10) / 10;

/** What people did to a record after it was keyed, as far as the record is still what they saw. */
async function listReviews(db: Db, recordId: string, names: ReadonlyMap<string, string>): Promise<RecordReview[]> {
  const work = await db.selectFrom('record_work').selectAll().where('record_id', '=', recordId).executeTakeFirst();
  if (work === undefined) return [];
  const steps = [[work.reviewed_by, work.reviewed_at, 'agreed'], [work.arbitrated_by, work.arbitrated_at, 'arbitrated'], [work.accepted_by, work.accepted_at, 'accepted']] as const;
  return steps.flatMap(([by, at, outcome]) => (by === null || at === null ? [] : [{ by: names.get(by) ?? by, at, outcome }]));
}

const namesOfPeople = async (db: Db): Promise<ReadonlyMap<string, string>> => new Map((await db.selectFrom('people').select(['id', 'name']).execute()).map(({ id, name }) => [id, name]));

async function toPackageRecord(db: Db, pictures: Pictures, row: RecordRow, names: ReadonlyMap<string, string>): Promise<RecordToStore> {
  const rows = await db.selectFrom('record_pages').innerJoin('pages', 'pages.id', 'record_pages.page_id').innerJoin('sources', 'sources.id', 'pages.source_id')
    .selectAll('pages').select(['sources.display_name', 'sources.created_at as source_created_at']).where('record_pages.record_id', '=', row.id).orderBy('record_pages.ordinal').execute();
  const pages: NonNullable<Awaited<ReturnType<typeof toPackagePage>>>[] = [];
  for (const page of rows) {
    const made = await toPackagePage(db, pictures, page);
    if (made !== undefined) pages.push(made);
  }
  return {
    recordId: row.id, recordType: row.record_type, recordTypeConfidence: row.record_type_confidence, fields: toFields(row.record_type, await listFieldRows(db, row.id)),
    warnings: fromJson(warningsSchema, row.warnings), pages: pages.map((made) => made.page), sourceFiles: [...new Set(rows.map((page) => page.display_name))],
    ms: { clean: tenths(pages.reduce((sum, made) => sum + made.clean, 0)), recognise: tenths(pages.reduce((sum, made) => sum + made.recognise, 0)), extract: row.extract_ms },
    corrections: standingCorrections(await listEdits(db, row.id)).map((correction) => ({ ...correction, by: names.get(correction.by) ?? correction.by })), reviews: await listReviews(db, row.id, names),
  };
}

/** Who changed what, without what was taken back. */
function standingCorrections(edits: readonly Edit[]): { field: string; by: string; at: string }[] {
  const undone = new Set(edits.map(({ undoes }) => undoes));
  return edits.filter(({ seq, undoes }) => undoes === null && !undone.has(seq)).map(({ field, by, at }) => ({ field, by, at }));
}

const CHUNK = 200;

/** In batch order. */
export async function* streamRecords(db: Db, pictures: Pictures, batchId: string): AsyncGenerator<RecordToStore> {
  const names = await namesOfPeople(db);
  for (let offset = 0; ; offset += CHUNK) {
    const rows = await db.selectFrom('records').selectAll().where('batch_id', '=', batchId).where('hidden', '=', 0).orderBy('position').orderBy('id').offset(offset).limit(CHUNK).execute();
    for (const row of rows) yield await toPackageRecord(db, pictures, row, names);
    if (rows.length < CHUNK) return;
  }
}

// report.json: what came in, what came out, what did not and why, how long it took and how large it grew.
// pagesIn = pagesOut + pagesBlank + pagesFailed + pagesSkipped; duplicates are among the others.
// A file that could not be opened at all counts as one failed page.
import { z } from 'zod';
import type { Failure } from '../../shared/api/batches.ts';
import { errorText } from '../commands/error-text.ts';
import type { Db } from '../db/schema.ts';
import { fromJson } from '../db/json.ts';
import { stageMsSchema } from '../worker/tasks.ts';
import { VERSION } from '../version.ts';

export type DigitizeReport = {
  readonly batch: { readonly id: string; readonly name: string };
  readonly files: number;
  readonly pagesIn: number;
  readonly pagesOut: number;
  readonly pagesBlank: number;
  readonly pagesFailed: number;
  /** Not reached, because the run was stopped. */
  readonly pagesSkipped: number;
  /** Files whose bytes another file of the batch has too. */
  readonly duplicates: number;
  readonly records: number;
  readonly recordsByType: Readonly<Record<string, number>>;
  readonly fields: number;
  readonly doubtfulFields: number;
  readonly failures: readonly { readonly file: string; readonly page: number | null; readonly code: string; readonly retry: string; readonly message: string; readonly detail: Failure['problem']['detail'] }[];
  readonly blankPages: readonly { readonly file: string; readonly page: number }[];
  /** Seconds of work per stage, added over all workers; `total` is by the clock. */
  readonly seconds: { readonly import: number; readonly clean: number; readonly recognise: number; readonly extract: number; readonly package: number; readonly total: number };
  readonly pagesPerMinute: number | null;
  readonly workers: number;
  /** Resident memory of this process and its workers together, at its highest. */
  readonly peakMemoryBytes: number;
  readonly engine: string | null;
  readonly versions: { readonly sohoa: string; readonly node: string; readonly platform: string };
  readonly package: { readonly path: string; readonly files: number; readonly bytes: number; readonly verified: boolean } | null;
};

type Counts = Pick<DigitizeReport, 'files' | 'pagesIn' | 'pagesOut' | 'pagesBlank' | 'pagesFailed' | 'pagesSkipped' | 'duplicates'>;

async function countPages(db: Db, batchId: string): Promise<Counts> {
  const sources = await db.selectFrom('sources').select(['state', 'duplicate_of']).where('batch_id', '=', batchId).execute();
  const pages = await db.selectFrom('pages').select(['state', 'is_blank']).where('batch_id', '=', batchId).execute();
  const failedFiles = sources.filter((source) => source.state === 'failed').length;
  const waitingFiles = sources.filter((source) => source.state === 'waiting').length;
  const read = pages.filter((page) => page.state === 'read');
  const blank = read.filter((page) => page.is_blank === 1).length;
  return {
    files: sources.length,
    pagesIn: pages.length + failedFiles + waitingFiles,
    pagesOut: read.length - blank,
    pagesBlank: blank,
    pagesFailed: pages.filter((page) => page.state === 'failed').length + failedFiles,
    pagesSkipped: pages.filter((page) => page.state === 'waiting' || page.state === 'reading').length + waitingFiles,
    duplicates: sources.filter((source) => source.duplicate_of !== null).length,
  };
}

async function jobSeconds(db: Db, batchId: string, kinds: readonly string[]): Promise<number> {
  const jobs = await db.selectFrom('jobs').select(['started_at', 'ended_at']).where('batch_id', '=', batchId).where('kind', 'in', [...kinds]).where('state', '=', 'done').execute();
  return jobs.reduce((sum, job) => sum + (Date.parse(job.ended_at ?? '') - Date.parse(job.started_at ?? '') || 0), 0) / 1000;
}

async function readingSeconds(db: Db, batchId: string): Promise<{ clean: number; recognise: number; engine: string | null }> {
  const rows = await db.selectFrom('pages').innerJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key').select(['page_readings.ms']).where('pages.batch_id', '=', batchId).execute();
  const ms = rows.map((row) => fromJson(stageMsSchema, row.ms));
  const first = await db.selectFrom('pages').innerJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key').select(['page_readings.reading']).where('pages.batch_id', '=', batchId).limit(1).executeTakeFirst();
  return {
    clean: ms.reduce((sum, one) => sum + one.decode + one.clean + one.encode, 0) / 1000,
    recognise: ms.reduce((sum, one) => sum + one.recognise, 0) / 1000,
    engine: first === undefined ? null : fromJson(z.object({ engine: z.string() }), first.reading).engine,
  };
}

function toReported(failure: Failure): DigitizeReport['failures'][number] {
  const { code, retry, detail } = failure.problem;
  const text = errorText(code, { name: failure.name, ...(failure.page === undefined ? {} : { page: failure.page }), ...detail });
  return { file: failure.name, page: failure.page ?? null, code, retry, message: `${text.vi} / ${text.en}`, detail };
}

const round = (value: number): number => Math.round(value * 100) / 100;

export async function createReport(input: {
  db: Db; batch: { id: string; name: string }; failures: readonly Failure[]; totalSeconds: number; peakMemoryBytes: number; workers: number; built: DigitizeReport['package'];
}): Promise<DigitizeReport> {
  const { db, batch } = input;
  const counts = await countPages(db, batch.id);
  const records = await db.selectFrom('records').select(['record_type', 'field_count', 'doubtful_fields', 'extract_ms']).where('batch_id', '=', batch.id).where('hidden', '=', 0).execute();
  const blank = await db.selectFrom('pages').innerJoin('sources', 'sources.id', 'pages.source_id').select(['sources.display_name', 'pages.source_page'])
    .where('pages.batch_id', '=', batch.id).where('pages.state', '=', 'read').where('pages.is_blank', '=', 1).orderBy('pages.position').execute();
  const reading = await readingSeconds(db, batch.id);
  const byType = Map.groupBy(records, (record) => record.record_type ?? 'unknown');
  return {
    batch: { id: batch.id, name: batch.name },
    ...counts,
    records: records.length,
    recordsByType: Object.fromEntries([...byType.entries()].map(([type, list]) => [type, list.length])),
    fields: records.reduce((sum, record) => sum + record.field_count, 0),
    doubtfulFields: records.reduce((sum, record) => sum + record.doubtful_fields, 0),
    failures: input.failures.map(toReported),
    blankPages: blank.map((page) => ({ file: page.display_name, page: page.source_page })),
    seconds: {
      import: round(await jobSeconds(db, batch.id, ['expand', 'import'])), clean: round(reading.clean), recognise: round(reading.recognise),
      extract: round(records.reduce((sum, record) => sum + record.extract_ms, 0) / 1000), package: round(await jobSeconds(db, batch.id, ['package'])), total: round(input.totalSeconds),
    },
    pagesPerMinute: input.totalSeconds > 0 ? round(((counts.pagesOut + counts.pagesBlank) / input.totalSeconds) * 60) : null,
    workers: input.workers,
    peakMemoryBytes: input.peakMemoryBytes,
    engine: reading.engine,
    versions: { sohoa: VERSION, node: process.versions.node, platform: `${process.platform}-${process.arch}` },
    package: input.built,
  };
}

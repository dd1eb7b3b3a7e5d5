// How far every unit is: records expected by the books' own facts against records accepted, the pace of the
// last fourteen days, and whether it will do for the deadline.
import type { UnitProgress } from '../../shared/api/reports.ts';
import { batchStage } from '../../shared/domain/batch-life.ts';
import { listBatchRows, type BatchRow } from '../batches/batch-repository.ts';
import type { Db } from '../db/schema.ts';
import { findPlan } from '../review/plan-repository.ts';
import { countStates, listStanding } from '../review/work-repository.ts';
import { findTarget } from './book-report.ts';

const DAY_MS = 86_400_000;
const PACE_DAYS = 14;

type Book = UnitProgress['books'][number];

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

async function isDelivered(db: Db, batchId: string): Promise<{ hasPackage: boolean; isUploaded: boolean; isAcknowledged: boolean }> {
  const rows = await db.selectFrom('packages').leftJoin('uploads', 'uploads.package_id', 'packages.id').select('uploads.state').where('packages.batch_id', '=', batchId).where('packages.state', '=', 'ready').execute();
  return { hasPackage: rows.length > 0, isUploaded: rows.some((row) => row.state === 'sent' || row.state === 'acknowledged'), isAcknowledged: rows.some((row) => row.state === 'acknowledged') };
}

/** Records a day over the last fortnight, counted from the first acceptance in it. */
export function paceOf(acceptedAt: readonly string[], nowMs: number): number {
  const recent = acceptedAt.map((at) => Date.parse(at)).filter((ms) => ms > nowMs - PACE_DAYS * DAY_MS && ms <= nowMs);
  if (recent.length === 0) return 0;
  const days = Math.max(1, Math.ceil((nowMs - Math.min(...recent)) / DAY_MS));
  return Math.round((recent.length / days) * 10) / 10;
}

async function bookOf(db: Db, batch: BatchRow, nowMs: number): Promise<{ unit: string; book: Book }> {
  const target = await findTarget(db, batch.id);
  const works = await listStanding(db, batch.id);
  const states = countStates(works);
  const hasPlan = (await findPlan(db, batch.id)) !== null;
  const delivery = await isDelivered(db, batch.id);
  // Nobody accepts records of a batch without a plan: they are done when they are packaged.
  const accepted = hasPlan ? (states.accepted ?? 0) : delivery.hasPackage ? works.length : 0;
  const expected = target?.expectedRecords ?? null;
  const deadline = target?.deadline ?? null;
  const perDay = paceOf(works.flatMap((work) => (work.state === 'accepted' && work.accepted_at !== null ? [work.accepted_at] : [])), nowMs);
  const left = Math.max(0, (expected ?? works.length) - accepted);
  const readyOn = left === 0 || perDay === 0 ? null : dayOf(nowMs + Math.ceil(left / perDay) * DAY_MS);
  const stage = batchStage({ isReading: batch.assembled_at === null, records: hasPlan ? states : { [delivery.hasPackage ? 'accepted' : 'read']: works.length }, ...delivery });
  return {
    unit: target?.unit || batch.place || '',
    book: {
      batchId: batch.id, name: batch.name, stage, expected, records: works.length, accepted, deadline,
      daysLeft: deadline === null ? null : Math.ceil((Date.parse(`${deadline}T23:59:59+07:00`) - nowMs) / DAY_MS), perDay, readyOn,
      isLate: deadline !== null && left > 0 && (Date.parse(`${deadline}T23:59:59+07:00`) < nowMs || (readyOn !== null && readyOn > deadline)),
    },
  };
}

export async function unitsProgress(db: Db, nowMs: number): Promise<readonly UnitProgress[]> {
  const books: { unit: string; book: Book }[] = [];
  for (const batch of await listBatchRows(db)) books.push(await bookOf(db, batch, nowMs));
  return [...Map.groupBy(books, (one) => one.unit)].toSorted(([a], [b]) => a.localeCompare(b, 'vi')).map(([unit, own]) => ({
    unit, books: own.map(({ book }) => book).toSorted((a, b) => (a.deadline ?? '9').localeCompare(b.deadline ?? '9') || a.name.localeCompare(b.name, 'vi')),
    expected: own.reduce((sum, { book }) => sum + (book.expected ?? book.records), 0), records: own.reduce((sum, { book }) => sum + book.records, 0), accepted: own.reduce((sum, { book }) => sum + book.accepted, 0),
  }));
}

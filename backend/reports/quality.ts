// Quality in figures, counted from what was accepted (review/field-outcomes.ts): how often the reader was
// wrong, and how often without saying so, by kind of field, form, version of the reader and lot. A clerk's own
// figures are a trend for that clerk and for an admin; there is no list that sets people side by side.
import { sql } from 'kysely';
import type { ClerkTrend, ErrorRate, Quality } from '../../shared/api/reports.ts';
import type { Db } from '../db/schema.ts';
import { loadNames } from '../review/person-names.ts';

const COLUMNS = { kind: 'kind', form: 'form', engine: 'engine', lot: 'lot_id', field: 'field' } as const;

type Row = { readonly key: string | null; readonly fields: unknown; readonly wrong: unknown; readonly silent: unknown; readonly doubted: unknown };
const toRate = (row: Row): ErrorRate => ({ key: row.key ?? '', fields: Number(row.fields), wrong: Number(row.wrong ?? 0), silent: Number(row.silent ?? 0), doubted: Number(row.doubted ?? 0) });

async function ratesBy(db: Db, column: (typeof COLUMNS)[keyof typeof COLUMNS] | null, batchId: string | undefined): Promise<readonly ErrorRate[]> {
  let query = db.selectFrom('field_outcomes').select((e) => [
    column === null ? sql<string | null>`''`.as('key') : e.ref(column).as('key'), e.fn.countAll().as('fields'), e.fn.sum('is_wrong').as('wrong'),
    sql<number>`sum(is_wrong * (1 - was_doubtful))`.as('silent'), e.fn.sum('was_doubtful').as('doubted'),
  ]);
  if (batchId !== undefined) query = query.where('batch_id', '=', batchId);
  if (column !== null) query = query.groupBy(column);
  return (await query.execute()).map(toRate).toSorted((a, b) => b.wrong / Math.max(1, b.fields) - a.wrong / Math.max(1, a.fields) || b.fields - a.fields);
}

export async function qualityOf(db: Db, batchId: string | undefined): Promise<Quality> {
  let records = db.selectFrom('field_outcomes').select((e) => e.fn.count('record_id').distinct().as('n'));
  if (batchId !== undefined) records = records.where('batch_id', '=', batchId);
  const [total = { key: '', fields: 0, wrong: 0, silent: 0, doubted: 0 }] = await ratesBy(db, null, batchId);
  const groups: Record<string, readonly ErrorRate[]> = {};
  for (const [name, column] of Object.entries(COLUMNS)) groups[name] = (await ratesBy(db, column, batchId)).filter((rate) => rate.key !== '' && rate.fields > 0);
  return { records: Number((await records.executeTakeFirst())?.n ?? 0), total, groups };
}

/** Monday of the week, as yyyy-MM-dd. */
export function weekOf(iso: string): string {
  const day = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

const MOST_WEEKS = 26;

export async function trendOf(db: Db, personId: string): Promise<ClerkTrend> {
  const finished = await db.selectFrom('work_steps').select('at').where('by', '=', personId).where('event', '=', 'finish').execute();
  const remarks = await db.selectFrom('remarks').select(['at', 'kind', 'record_id']).where('keyed_by', '=', personId).execute();
  const weeks = new Map<string, { keyed: number; returned: Set<string>; remarks: number }>();
  const of = (iso: string): { keyed: number; returned: Set<string>; remarks: number } => {
    const week = weekOf(iso);
    const found = weeks.get(week) ?? { keyed: 0, returned: new Set<string>(), remarks: 0 };
    weeks.set(week, found);
    return found;
  };
  for (const step of finished) of(step.at).keyed += 1;
  for (const remark of remarks) {
    const week = of(remark.at);
    week.remarks += 1;
    week.returned.add(remark.record_id);
  }
  const kinds = [...Map.groupBy(remarks, (remark) => remark.kind)].map(([kind, all]) => ({ kind, count: all.length })).toSorted((a, b) => b.count - a.count);
  return {
    personId, name: (await loadNames(db))(personId).name, kinds,
    weeks: [...weeks].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(-MOST_WEEKS).map(([week, { keyed, returned, remarks: count }]) => ({ week, keyed, returned: returned.size, remarks: count })),
  };
}

// Reports over HTTP: a book's checks and its minutes, quality, a clerk's own trend, and the progress of units.
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { newHandoverSchema, putTargetSchema } from '../../shared/api/reports.ts';
import { hasAnyRole } from '../../shared/domain/roles.ts';
import { AppError, assertNever } from '../../shared/errors.ts';
import { findBatch } from '../batches/batch-repository.ts';
import type { Db } from '../db/schema.ts';
import { findTarget, reportOfBook } from '../reports/book-report.ts';
import { addHandover, findHandover, listHandovers } from '../reports/handovers.ts';
import { qualityOf, trendOf } from '../reports/quality.ts';
import { unitsProgress } from '../reports/unit-progress.ts';
import { appendTrail } from '../trail/trail.ts';
import { parseBody, parseQuery, type AppEnv } from './app-env.ts';

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', pdf: 'application/pdf' } as const;
const formatSchema = z.object({ format: z.enum(['csv', 'xlsx', 'pdf']) });

const file = (c: Context<AppEnv>, bytes: Buffer, format: keyof typeof TYPES, name: string): Response =>
  c.body(new Uint8Array(bytes), 200, { 'content-type': TYPES[format], 'content-disposition': `${format === 'pdf' ? 'inline' : 'attachment'}; filename="${name}.${format}"` });

const today = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

async function requireBatch(db: Db, id: string): Promise<NonNullable<Awaited<ReturnType<typeof findBatch>>>> {
  const batch = await findBatch(db, id);
  if (batch === undefined) throw new AppError('not-found', { what: 'batch', id });
  return batch;
}

/** Loaded when first asked for: they bring a writer of workbooks and one of PDFs. */
const bookReportFiles = () => import('../reports/book-report-files.ts');

/** Mounted at /api/batches. */
export function bookReportRoutes({ db }: { readonly db: Db }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/:id/book-report', async (c) => c.json(await reportOfBook(db, c.req.param('id'))));
  app.get('/:id/book-report/file', async (c) => {
    const { format } = parseQuery(c, formatSchema);
    const report = await reportOfBook(db, c.req.param('id'));
    switch (format) {
      case 'csv':
        return file(c, (await bookReportFiles()).reportCsv(report), format, 'kiem-tra-so');
      case 'xlsx':
        return file(c, await (await bookReportFiles()).reportWorkbook(report), format, 'kiem-tra-so');
      case 'pdf':
        return file(c, await (await bookReportFiles()).reportPdf(report, today()), format, 'kiem-tra-so');
      default:
        return assertNever(format);
    }
  });
  app.get('/:id/handovers', async (c) => {
    await requireBatch(db, c.req.param('id'));
    return c.json({ handovers: await listHandovers(db, c.req.param('id')) });
  });
  app.post('/:id/handovers', async (c) => {
    const id = c.req.param('id');
    await requireBatch(db, id);
    const handover = await parseBody(c, newHandoverSchema);
    const made = await db.transaction().execute((trx) => addHandover(trx, id, handover, c.get('user').id));
    return c.json(await findHandover(db, id, made), 201);
  });
  app.get('/:id/handovers/:handover/file', async (c) => {
    const batch = await requireBatch(db, c.req.param('id'));
    const handover = await findHandover(db, batch.id, c.req.param('handover'));
    return file(c, await (await bookReportFiles()).handoverPdf(handover, { name: batch.name, place: batch.place, bookNumber: batch.book_number }), 'pdf', 'bien-ban-giao-nhan');
  });
  app.get('/:id/target', async (c) => {
    await requireBatch(db, c.req.param('id'));
    return c.json({ target: await findTarget(db, c.req.param('id')) });
  });
  app.put('/:id/target', async (c) => {
    const batchId = c.req.param('id');
    await requireBatch(db, batchId);
    const target = await parseBody(c, putTargetSchema);
    const by = c.get('user').id;
    await db.transaction().execute(async (trx) => {
      const before = await findTarget(trx, batchId);
      await trx.deleteFrom('book_targets').where('batch_id', '=', batchId).execute();
      await trx.insertInto('book_targets').values({
        batch_id: batchId, unit: target.unit, expected_records: target.expectedRecords, expected_pages: target.expectedPages, first_number: target.firstNumber, last_number: target.lastNumber,
        deadline: target.deadline, set_by: by, set_at: new Date().toISOString(),
      }).execute();
      await appendTrail(trx, { kind: 'book-target-set', subjectType: 'batch', subjectId: batchId, batchId, by, before, after: target });
    });
    return c.json({ target });
  });
  return app;
}

/** Mounted at /api/reports. */
export function reportRoutes({ db }: { readonly db: Db }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/quality', async (c) => c.json(await qualityOf(db, parseQuery(c, z.object({ batchId: z.string().optional() })).batchId)));
  app.get('/progress', async (c) => c.json({ units: await unitsProgress(db, Date.now()), on: today() }));
  // A clerk's own figures: for that clerk and for an admin.
  app.get('/people/:id', async (c) => {
    const user = c.get('user');
    if (c.req.param('id') !== user.id && !hasAnyRole(user, ['admin'])) throw new AppError('not-allowed', { reason: 'own-figures' });
    return c.json(await trendOf(db, c.req.param('id')));
  });
  return app;
}

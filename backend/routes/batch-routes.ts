import { Hono } from 'hono';
import { z } from 'zod';
import { createBatchSchema, importGrantsSchema, profileSchema, updateBatchSchema } from '../../shared/api/batches.ts';
import { pageActionSchema } from '../../shared/api/page-actions.ts';
import { createPackageSchema, packageSettingsSchema } from '../../shared/api/packages.ts';
import { hasAnyRole } from '../../shared/domain/roles.ts';
import { AppError } from '../../shared/errors.ts';
import type { BatchService } from '../batches/batch-service.ts';
import { receiveFile } from '../batches/receive-file.ts';
import type { Db } from '../db/schema.ts';
import type { ActionService } from '../page-actions/action-service.ts';
import { listProposals } from '../page-actions/proposals.ts';
import type { PackageService } from '../packages/package-service.ts';
import type { PageService } from '../pages/page-service.ts';
import type { RecordService } from '../records/record-service.ts';
import type { ReviewService } from '../review/review-service.ts';
import { listValues } from '../records/value-suggestions.ts';
import type { Workspace } from '../storage/workspace.ts';
import { requireConsent } from '../accounts/require-consent.ts';
import { pageQuerySchema, parseBody, parseQuery, type AppEnv } from './app-env.ts';

export type BatchRouteParts = {
  readonly batches: BatchService;
  readonly pages: PageService;
  readonly records: RecordService;
  readonly actions: ActionService;
  readonly review: ReviewService;
  readonly db: Db;
  readonly packages: PackageService;
  readonly workspace: Workspace;
  readonly samplesDir: string;
  readonly maxFileBytes: number;
  resolveGrant(id: string): Promise<string | undefined>;
};

const valueQuerySchema = z.object({ field: z.string().min(1).max(80), q: z.string().max(200).default(''), limit: z.coerce.number().int().min(1).max(100).default(20) });

export function batchRoutes(parts: BatchRouteParts): Hono<AppEnv> {
  const { batches } = parts;
  const app = new Hono<AppEnv>();
  app.get('/', async (c) => c.json({ batches: await batches.list() }));
  app.post('/', async (c) => {
    const batch = await batches.create(await parseBody(c, createBatchSchema));
    await parts.review.adoptUsualPlan(batch.id, c.get('user').id);
    return c.json(batch, 201);
  });
  app.get('/:id', async (c) => c.json(await batches.get(c.req.param('id'))));
  app.patch('/:id', async (c) => c.json(await batches.update(c.req.param('id'), await parseBody(c, updateBatchSchema))));
  app.delete('/:id', async (c) => {
    requireConsent(c.get('user'), 'delete-batch');
    await batches.remove(c.req.param('id'), parseQuery(c, z.object({ confirm: z.string().optional() })).confirm);
    return c.body(null, 204);
  });

  app.post('/:id/files', async (c) => {
    const id = c.req.param('id');
    await batches.get(id);
    const name = c.req.header('x-file-name');
    if (name === undefined || name === '') throw new AppError('bad-request', { reason: 'header x-file-name' });
    const received = await receiveFile(parts.workspace, c.req.raw, name, parts.maxFileBytes);
    return c.json(await batches.addInputs(id, [received.path]), 201);
  });
  app.post('/:id/samples', async (c) => c.json(await batches.addInputs(c.req.param('id'), [parts.samplesDir]), 201));
  app.post('/:id/imports', async (c) => {
    const { grants } = await parseBody(c, importGrantsSchema);
    const paths: string[] = [];
    for (const grant of grants) {
      const path = await parts.resolveGrant(grant);
      if (path === undefined) throw new AppError('not-allowed', { what: 'grant' });
      paths.push(path);
    }
    return c.json(await batches.addInputs(c.req.param('id'), paths), 201);
  });

  app.post('/:id/pause', async (c) => c.json(await batches.pause(c.req.param('id'))));
  app.post('/:id/resume', async (c) => c.json(await batches.resume(c.req.param('id'))));
  app.post('/:id/cancel', async (c) => c.json(await batches.cancel(c.req.param('id'))));
  app.post('/:id/retry-failed', async (c) => c.json({ queued: await batches.retryFailed(c.req.param('id')) }));
  app.get('/:id/failures', async (c) => c.json({ failures: await batches.failures(c.req.param('id')) }));
  app.get('/:id/pages', async (c) => {
    const { after, limit, shelf } = parseQuery(c, pageQuerySchema.extend({ shelf: z.enum(['table', 'bin']).default('table') }));
    return c.json(await parts.pages.list(c.req.param('id'), shelf, after, limit));
  });
  app.get('/:id/records', async (c) => {
    const { after, limit } = parseQuery(c, pageQuerySchema);
    return c.json(await parts.records.list(c.req.param('id'), after, limit));
  });
  app.get('/:id/values', async (c) => {
    const { field, q, limit } = parseQuery(c, valueQuerySchema);
    await batches.get(c.req.param('id'));
    return c.json(await listValues(parts.db, c.req.param('id'), field, q, limit));
  });
  app.post('/:id/actions', async (c) => c.json({ action: await parts.actions.act(c.req.param('id'), await parseBody(c, pageActionSchema), c.get('user').id) }, 201));
  app.get('/:id/actions', async (c) => c.json(await parts.actions.list(c.req.param('id'), parseQuery(c, z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) })).limit, c.get('user').id)));
  app.post('/:id/undo', async (c) => c.json({ action: await parts.actions.undo(c.req.param('id'), c.get('user').id) }, 201));
  app.post('/:id/redo', async (c) => c.json({ action: await parts.actions.redo(c.req.param('id'), c.get('user').id) }, 201));
  app.delete('/:id/bin', async (c) => {
    requireConsent(c.get('user'), 'empty-bin');
    return c.json({ pages: await parts.actions.emptyBin(c.req.param('id'), c.get('user').id) });
  });
  app.get('/:id/proposals', async (c) => {
    await batches.get(c.req.param('id'));
    return c.json({ proposals: await listProposals(parts.db, c.req.param('id')) });
  });
  app.post('/:id/packages', async (c) => {
    const { profile, secret } = await parseBody(c, createPackageSchema);
    // A signature answers for the copies: who only keys may not give it.
    if (secret !== undefined && !hasAnyRole(c.get('user'), ['reviewer', 'admin'])) throw new AppError('not-allowed', { what: 'sign' });
    return c.json(await parts.packages.create(c.req.param('id'), profile, secret === undefined ? {} : { secret }), 201);
  });
  app.get('/:id/package-check', async (c) => c.json(await parts.packages.check(c.req.param('id'), profileSchema.optional().parse(c.req.query('profile')))));
  app.get('/:id/package-settings', async (c) => c.json(await parts.packages.settings(c.req.param('id'))));
  app.put('/:id/package-settings', async (c) => c.json(await parts.packages.changeSettings(c.req.param('id'), await parseBody(c, packageSettingsSchema))));
  return app;
}

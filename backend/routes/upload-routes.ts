// Uploads and where they go: the queue, receipts, profiles, reconciliation, bringing back.
import { Hono } from 'hono';
import { bringBackSchema, changeUploadSchema, enqueueSchema, profileInputSchema, reconciliationResultSchema, type Reconciliation } from '../../shared/api/uploads.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { AppError } from '../../shared/errors.ts';
import { z } from 'zod';
import { createId } from '../db/ids.ts';
import { fromJson, fromJsonOrNull } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { insertJob } from '../jobs/job-repository.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { targetFor } from '../targets/target-registry.ts';
import { toBroughtBack } from '../uploads/bring-back.ts';
import type { ProfileService } from '../uploads/profile-service.ts';
import type { UploadQueue } from '../uploads/upload-queue.ts';
import type { UploadService } from '../uploads/upload-service.ts';
import { parseBody, type AppEnv } from './app-env.ts';

export type UploadRouteParts = { readonly db: Db; readonly runner: JobRunner; readonly uploads: UploadService; readonly uploadQueue: UploadQueue; readonly uploadProfiles: ProfileService };

export function uploadRoutes({ uploads, uploadQueue, db }: UploadRouteParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/', async (c) => c.json({ isPaused: await uploadQueue.isPaused(), uploads: await uploads.list() }));
  app.post('/', async (c) => {
    const { packageIds, profileId, priority } = await parseBody(c, enqueueSchema);
    return c.json({ uploads: await uploads.enqueue(packageIds, profileId, priority) }, 201);
  });
  app.put('/queue', async (c) => {
    const { isPaused } = await parseBody(c, z.object({ isPaused: z.boolean() }));
    await uploadQueue.pauseAll(isPaused);
    return c.json({ isPaused });
  });
  app.get('/brought-back', async (c) => c.json({ broughtBack: (await db.selectFrom('bring_backs').selectAll().orderBy('id', 'desc').limit(50).execute()).map(toBroughtBack) }));
  app.get('/:id', async (c) => c.json(await uploads.get(c.req.param('id'))));
  app.patch('/:id', async (c) => c.json(await uploads.change(c.req.param('id'), await parseBody(c, changeUploadSchema))));
  app.delete('/:id', async (c) => {
    await uploads.remove(c.req.param('id'));
    return c.body(null, 204);
  });
  app.post('/:id/retry', async (c) => c.json(await uploads.retry(c.req.param('id'))));
  app.get('/:id/receipt', async (c) => c.json(await uploads.receipt(c.req.param('id'))));
  return app;
}

export function uploadProfileRoutes(parts: UploadRouteParts): Hono<AppEnv> {
  const { uploadProfiles: profiles, uploads, db, runner } = parts;
  const app = new Hono<AppEnv>();
  app.get('/', async (c) => c.json({ profiles: await profiles.list(), templates: await profiles.templates() }));
  app.post('/', async (c) => c.json(await profiles.create(await parseBody(c, profileInputSchema)), 201));
  app.post('/try', async (c) => c.json(await profiles.tryInput(await parseBody(c, profileInputSchema), c.req.raw.signal)));
  app.put('/:id', async (c) => c.json(await profiles.update(c.req.param('id'), await parseBody(c, profileInputSchema))));
  app.delete('/:id', async (c) => {
    await profiles.remove(c.req.param('id'));
    return c.body(null, 204);
  });
  app.post('/:id/try', async (c) => c.json(await profiles.tryIt(c.req.param('id'), c.req.raw.signal)));
  app.get('/:id/reconciliation', async (c) => c.json({ reconciliation: await newestCheck(db, c.req.param('id')) }));
  app.post('/:id/reconciliation', async (c) => {
    const { profile } = await profiles.ready(c.req.param('id'));
    const live = await db.selectFrom('jobs').select('id').where('kind', '=', 'reconcile').where('subject_id', '=', profile.id).where('state', 'in', ['queued', 'running']).executeTakeFirst();
    if (live === undefined) await insertJob(db, { kind: 'reconcile', batchId: null, subjectId: profile.id });
    runner.wake();
    return c.json({ started: live === undefined }, 202);
  });
  app.post('/:id/resend', async (c) => {
    const check = await newestCheck(db, c.req.param('id'));
    if (check?.result === null || check === null) throw new AppError('wrong-state', { what: 'reconciliation', state: 'none' });
    return c.json({ resent: await uploads.resend(check.result.differences.map(({ uploadId }) => uploadId)) });
  });
  app.get('/:id/packages', async (c) => {
    const { profile, options } = await profiles.ready(c.req.param('id'));
    const held = await targetFor(profile.address, { ...options, pace: { firstDelayMs: 200, longestDelayMs: 1_000, tries: 2 } }).list(c.req.raw.signal);
    return c.json({ packages: held ?? null });
  });
  app.post('/:id/bring-back', async (c) => {
    const { sha256, name } = await parseBody(c, bringBackSchema);
    const { profile } = await profiles.ready(c.req.param('id'));
    const row = await db.transaction().execute(async (trx) => {
      const made = { id: createId(), profile_id: profile.id, package_sha256: sha256, name, state: 'queued' as const, batch_id: null, lines: null, problem: null, by: c.get('user').id, at: new Date().toISOString() };
      await trx.insertInto('bring_backs').values(made).execute();
      await insertJob(trx, { kind: 'bring-back', batchId: null, subjectId: made.id });
      return made;
    });
    runner.wake();
    return c.json(toBroughtBack(row), 202);
  });
  return app;
}

async function newestCheck(db: Db, profileId: string): Promise<Reconciliation | null> {
  const row = await db.selectFrom('reconciliations').selectAll().where('profile_id', '=', profileId).orderBy('id', 'desc').limit(1).executeTakeFirst();
  if (row === undefined) return null;
  return { id: row.id, state: row.state, startedAt: row.started_at, endedAt: row.ended_at, result: row.result === null ? null : fromJson(reconciliationResultSchema, row.result), problem: fromJsonOrNull(problemSchema, row.problem) };
}

// The whole HTTP face in one Hono app. One onError turns every failure into problem+json; what is not an
// AppError is a bug, told to `onBug` and to the client only as 'internal'.
import { Hono } from 'hono';
import { z } from 'zod';
import { AppError, isAppError } from '../../shared/errors.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { problemOf } from '../problem.ts';
import { search } from '../search/search-service.ts';
import { asStorageError } from '../storage/storage-error.ts';
import { VERSION } from '../version.ts';
import { parseQuery, type AppEnv } from './app-env.ts';
import { batchRoutes, type BatchRouteParts } from './batch-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { createGuard, type Authenticate } from './guard.ts';
import { jobRoutes } from './job-routes.ts';
import { packageRoutes } from './package-routes.ts';
import { uploadProfileRoutes, uploadRoutes, type UploadRouteParts } from './upload-routes.ts';
import { pageRoutes } from './page-routes.ts';
import { consentRoutes, peopleRoutes } from './people-routes.ts';
import { retentionRoutes } from './retention-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { bookReportRoutes, reportRoutes } from './report-routes.ts';
import { batchReviewRoutes, hideFromBlind, lotRoutes, recordReviewRoutes, reviewRoutes } from './review-routes.ts';
import type { TrailGuardian } from '../trail/trail-guardian.ts';
import type { RetentionService } from '../privacy/retention.ts';
import type { Reveals } from '../privacy/reveals.ts';
import { recordHistoryRoutes, revealRoutes, trailRoutes } from './trail-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { createStaticFiles } from './static-files.ts';

export type { Authenticate } from './guard.ts';

export type AppParts = BatchRouteParts & UploadRouteParts & Parameters<typeof pageRoutes>[0] & Parameters<typeof jobRoutes>[0] & Parameters<typeof eventRoutes>[0] & Parameters<typeof reviewRoutes>[0] & {
  readonly authenticate: Authenticate;
  readonly accounts: Accounts;
  readonly trail: TrailGuardian;
  readonly reveals: Reveals;
  readonly retention: RetentionService;
  readonly hasAccounts: boolean;
  readonly staticDir: string;
  onBug(error: unknown): void;
};

export function createApp(parts: AppParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const serveStatic = createStaticFiles(parts.staticDir);
  app.onError((raw, c) => {
    const error = asStorageError(raw, '');
    if (!isAppError(error)) parts.onBug(error);
    const problem = problemOf(error);
    return c.body(JSON.stringify(problem), problem.status as 400, { 'content-type': 'application/problem+json' });
  });
  app.use('/api/*', createGuard(parts.authenticate, parts.trail, parts.reveals));
  app.get('/api/health', (c) => c.json({ ok: true, version: VERSION }));
  app.route('/api/session', sessionRoutes({ accounts: parts.accounts, otherDoor: parts.hasAccounts ? null : parts.authenticate }));
  app.route('/api/trail', trailRoutes(parts));
  app.route('/api/people', peopleRoutes(parts));
  app.route('/api/consents', consentRoutes(parts));
  app.route('/api/retention', retentionRoutes(parts));
  app.route('/api/batches', batchRoutes(parts));
  app.route('/api/batches', batchReviewRoutes(parts));
  app.route('/api/batches', bookReportRoutes(parts));
  app.route('/api/reports', reportRoutes(parts));
  app.route('/api/review', reviewRoutes(parts));
  app.route('/api/lots', lotRoutes(parts));
  app.route('/api/pages', pageRoutes(parts));
  for (const path of ['/api/records/:id', '/api/records/:id/edits'] as const) app.use(path, hideFromBlind(parts));
  app.route('/api/records', recordRoutes(parts));
  app.route('/api/records', recordHistoryRoutes(parts));
  app.route('/api/pages', revealRoutes(parts));
  app.route('/api/records', recordReviewRoutes(parts));
  app.route('/api/jobs', jobRoutes(parts));
  app.route('/api/packages', packageRoutes(parts));
  app.route('/api/uploads', uploadRoutes(parts));
  app.route('/api/upload-profiles', uploadProfileRoutes(parts));
  app.route('/api/events', eventRoutes(parts));
  app.get('/api/search', async (c) => {
    const { q, limit } = parseQuery(c, z.object({ q: z.string().max(200), limit: z.coerce.number().int().min(1).max(200).default(50) }));
    return c.json(await search(parts.db, q, limit));
  });
  app.all('/api/*', () => {
    throw new AppError('not-found', { what: 'route' });
  });
  app.get('*', async (c) => (await serveStatic(c.req.raw)) ?? c.notFound());
  return app;
}

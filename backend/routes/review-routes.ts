// Review over HTTP: what hangs on a batch, on a record, on a lot, and the queues. Who may call is in
// route-rights.ts; which queue a role may take from is here, because one address serves them all.
import { Hono } from 'hono';
import { z } from 'zod';
import { arbitrateSchema, QUEUES, type BatchReview, drawLotSchema, finishSchema, handOutSchema, nextWorkSchema, putClaimSchema, putPlanSchema, recordStateSchema, sampleVerdictSchema, secondKeyingSchema, takeBackSchema, verdictSchema, type Queue } from '../../shared/api/review.ts';
import { hasAnyRole } from '../../shared/domain/roles.ts';
import { AppError } from '../../shared/errors.ts';
import { RENEW_SECONDS } from '../review/claims.ts';
import { ERROR_KINDS, POLICIES } from '../review/plan-repository.ts';
import { QUEUE_ROLES } from '../review/queue.ts';
import type { ReviewService } from '../review/review-service.ts';
import { pageQuerySchema, parseBody, parseQuery, type AppEnv, type User } from './app-env.ts';

type ReviewParts = { readonly review: ReviewService };

function refuseQueue(user: User, queue: Queue): void {
  if (!hasAnyRole(user, QUEUE_ROLES[queue])) throw new AppError('not-allowed', { reason: 'role', needs: [...QUEUE_ROLES[queue]] });
}

const mayOf = (user: User): BatchReview['may'] => ({ queues: QUEUES.filter((queue) => hasAnyRole(user, QUEUE_ROLES[queue])), setPlan: hasAnyRole(user, ['admin']), drawLot: hasAnyRole(user, ['reviewer', 'admin']) });

/** Mounted at /api/review. */
export function reviewRoutes({ review }: ReviewParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/settings', (c) => c.json({ plans: POLICIES.plans, errorKinds: ERROR_KINDS }));
  app.post('/next', async (c) => {
    const { queue, batchId, after } = await parseBody(c, nextWorkSchema);
    refuseQueue(c.get('user'), queue);
    return c.json((await review.next(c.get('user').id, queue, { batchId, after })) ?? { recordId: null, batchId: null, lotId: null });
  });
  return app;
}

const workQuerySchema = pageQuerySchema.extend({ state: recordStateSchema.optional(), mine: z.enum(['yes', 'no']).default('no') });

/** Mounted at /api/batches, beside the batch's own routes. */
export function batchReviewRoutes({ review }: ReviewParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const overview = async (id: string, user: User): Promise<BatchReview> => ({ ...(await review.ofBatch(id, user.id)), may: mayOf(user) });
  app.get('/:id/review', async (c) => c.json(await overview(c.req.param('id'), c.get('user'))));
  app.put('/:id/review/plan', async (c) => {
    await review.setPlan(c.req.param('id'), (await parseBody(c, putPlanSchema)).plan, c.get('user').id);
    return c.json(await overview(c.req.param('id'), c.get('user')));
  });
  app.get('/:id/work', async (c) => {
    const { after, limit, state, mine } = parseQuery(c, workQuerySchema);
    return c.json(await review.listWork(c.req.param('id'), c.get('user').id, { after, limit, state, mine: mine === 'yes' }));
  });
  app.post('/:id/hand-out', async (c) => {
    const { to, recordIds } = await parseBody(c, handOutSchema);
    return c.json({ count: await review.handOut(c.req.param('id'), c.get('user').id, to, recordIds) });
  });
  app.post('/:id/take-back', async (c) => c.json({ count: await review.takeBack(c.req.param('id'), c.get('user').id, (await parseBody(c, takeBackSchema)).from) }));
  app.post('/:id/lots', async (c) => {
    const id = await review.drawLot(c.req.param('id'), c.get('user').id, await parseBody(c, drawLotSchema));
    return c.json({ id }, 201);
  });
  return app;
}

/** Mounted at /api/lots. */
export function lotRoutes({ review }: ReviewParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post('/:id/verdicts', async (c) => c.json({ state: await review.judgeSample(c.req.param('id'), c.get('user').id, await parseBody(c, sampleVerdictSchema)) }));
  return app;
}

/** Mounted at /api/records, beside the record's own routes. */
export function recordReviewRoutes({ review }: ReviewParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const by = (c: { get(name: 'user'): User }): string => c.get('user').id;
  app.get('/:id/claim', async (c) => c.json({ claim: await review.claimOf(c.req.param('id'), by(c)) }));
  app.put('/:id/claim', async (c) => {
    const { purpose } = await parseBody(c, putClaimSchema);
    refuseQueue(c.get('user'), purpose);
    return c.json({ claim: await review.claim(c.req.param('id'), purpose, by(c)), renewEverySeconds: RENEW_SECONDS });
  });
  app.delete('/:id/claim', async (c) => {
    await review.release(c.req.param('id'), by(c));
    return c.body(null, 204);
  });
  app.post('/:id/finish', async (c) => c.json(await review.finish(c.req.param('id'), by(c), (await parseBody(c, finishSchema)).revision)));
  app.get('/:id/review', async (c) => {
    await review.refuseWhileBlind(c.req.param('id'), by(c));
    return c.json(await review.record(c.req.param('id'), by(c)));
  });
  app.post('/:id/verdict', async (c) => c.json(await review.judge(c.req.param('id'), by(c), await parseBody(c, verdictSchema))));
  app.get('/:id/remarks', async (c) => c.json({ remarks: await review.remarks(c.req.param('id')) }));
  app.get('/:id/steps', async (c) => c.json({ steps: await review.steps(c.req.param('id')) }));
  app.get('/:id/second-keying', async (c) => c.json(await review.blindForm(c.req.param('id'), by(c))));
  app.post('/:id/second-keying', async (c) => c.json(await review.keySecond(c.req.param('id'), by(c), await parseBody(c, secondKeyingSchema))));
  app.get('/:id/arbitration', async (c) => c.json(await review.arbitration(c.req.param('id'), by(c))));
  app.post('/:id/arbitration', async (c) => c.json(await review.arbitrate(c.req.param('id'), by(c), await parseBody(c, arbitrateSchema))));
  return app;
}

/** The record itself is hidden from whoever keys it blind at this moment. */
export const hideFromBlind = ({ review }: ReviewParts) => async (c: { req: { param(name: 'id'): string | undefined; method: string }; get(name: 'user'): User }, next: () => Promise<void>): Promise<void> => {
  const id = c.req.param('id');
  if (id !== undefined && c.req.method === 'GET') await review.refuseWhileBlind(id, c.get('user').id);
  await next();
};

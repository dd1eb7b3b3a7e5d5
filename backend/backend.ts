// The composition root: opens a workspace, starts its runner and workers, and gives the one web-standard
// function that all front doors use. Nothing else in the program constructs these parts.
// Errors of createBackend: 'workspace-in-use', 'workspace-too-new', 'not-writable', 'disk-full'.
import { existsSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobKind } from '../shared/api/jobs.ts';
import { createAccounts, type Accounts, type PeopleConfig } from './accounts/accounts.ts';
import { createConsentActs } from './accounts/consent-acts.ts';
import { askingOf } from './accounts/session-cookie.ts';
import { createBatchService, type BatchService } from './batches/batch-service.ts';
import { openDatabase } from './db/open-database.ts';
import type { Db } from './db/schema.ts';
import { lockWorkspace } from './db/workspace-lock.ts';
import { createBatchPace, type BatchPace } from './events/batch-pace.ts';
import type { EventFeed } from './events/event-feed.ts';
import { createEventHub, type EventHub } from './events/event-hub.ts';
import { createAssembleJob } from './jobs/assemble-job.ts';
import { createExpandJob, type ExpandSources } from './jobs/expand-job.ts';
import { createImportJob } from './jobs/import-job.ts';
import { createJobRunner, type JobHandler, type JobRunner } from './jobs/job-runner.ts';
import { createJobService, type JobService } from './jobs/job-service.ts';
import { createPackageJob } from './jobs/package-job.ts';
import { createReadJob } from './jobs/read-job.ts';
import { createBringBackJob } from './jobs/bring-back-job.ts';
import { createReconcileJob } from './jobs/reconcile-job.ts';
import { createUploadJob, type UploadPackage } from './jobs/upload-job.ts';
import { continueBringBacks } from './uploads/bring-back.ts';
import { createProfileService, type ProfileService } from './uploads/profile-service.ts';
import { createKeyFileBox, type SecretBox } from './uploads/secret-box.ts';
import { createTransferSpeed } from './uploads/transfer-speed.ts';
import { createUploadQueue, type UploadQueue } from './uploads/upload-queue.ts';
import { createUploadService, type UploadService } from './uploads/upload-service.ts';
import { createActionService, type ActionService } from './page-actions/action-service.ts';
import { createPackageService, type PackageService, type VerifyPackage } from './packages/package-service.ts';
import { createPageImages, type PageImages } from './pages/page-image.ts';
import { createPageService, type PageService } from './pages/page-service.ts';
import { createRecordService, type RecordService } from './records/record-service.ts';
import { LOCAL_OPERATOR } from '../shared/domain/roles.ts';
import { createReviewService, type ReviewService } from './review/review-service.ts';
import { createApp, type Authenticate } from './routes/create-app.ts';
import { keysFor } from './storage/vault.ts';
import { openWorkspace, type Workspace } from './storage/workspace.ts';
import { currentCaller, runAsProgram } from './trail/caller.ts';
import { createTrailGuardian, type TrailGuardian } from './trail/trail-guardian.ts';
import { describeBug } from './privacy/describe-bug.ts';
import { eraseBatch } from './privacy/erase-batch.ts';
import { exportPerson } from './privacy/export-person.ts';
import { createRetention } from './privacy/retention.ts';
import { createReveals } from './privacy/reveals.ts';
import { createWorkerPool, type WorkerPool } from './worker/worker-pool.ts';
import { startForkedWorker, type StartWorkerPort } from './worker/worker-port.ts';

export type BackendConfig = {
  /** The workspace folder; made when missing. */
  readonly dataDir: string;
  /** Who is asking; null refuses; 'accounts': whoever signed in. The default takes everyone for the one local user: a door without a lock inside a locked house. */
  readonly authenticate?: Authenticate | 'accounts';
  readonly people?: PeopleConfig;
  /** A database in place of the workspace's own SQLite file: one connection, brought to the newest level (db/migrate.ts). */
  readonly openDatabase?: () => Promise<Db>;
  /** Of an encrypted workspace; without it such a one throws 'workspace-sealed'. */
  readonly passphrase?: string;
  /** Worker processes; default: cores, capped by free memory. */
  readonly workers?: number;
  /** For so many the work is certain to come: they start before the database is opened. Default none. */
  readonly startsWorkers?: number;
  /** How a worker process is started; default child_process.fork. */
  readonly startWorkerPort?: StartWorkerPort;
  /** Path of a module that exports createSteps in place of the real pipeline. */
  readonly stepsModule?: string;
  /** The main process's own steps; default the real ones. */
  readonly steps?: { readonly expandSources?: ExpandSources; readonly uploadPackage?: UploadPackage; readonly verifyPackage?: VerifyPackage };
  /** A native picker's grant becomes a local path; undefined refuses. */
  readonly resolveGrant?: (id: string) => Promise<string | undefined>;
  /** Where credentials of upload profiles are sealed; default a key file that only this user may read. */
  readonly secrets?: SecretBox;
  readonly staticDir?: string;
  readonly samplesDir?: string;
  readonly maxFileBytes?: number;
  readonly pageTimeoutMs?: number;
  /** What is a bug and nobody's fault in the office; default: standard error. */
  readonly onBug?: (error: unknown) => void;
};

export type Backend = {
  /** `from`: where the request came from, for the trail; the door says it, never the request itself. */
  fetch(request: Request, place?: { readonly from: string }): Promise<Response>;
  /** For tests and the command line: a path and the usual fetch options, no port. */
  request(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
  /** For the command line, which shares the process: the services behind the routes. */
  readonly parts: { /** Every route that has a handler, for the test of rights. */ routes(): readonly { readonly method: string; readonly path: string }[]; readonly db: Db; readonly workspace: Workspace; readonly runner: JobRunner; readonly pool: WorkerPool; readonly events: EventHub; readonly pace: BatchPace; readonly batches: BatchService; readonly pages: PageService; readonly actions: ActionService; readonly images: PageImages; readonly records: RecordService; readonly review: ReviewService; readonly packages: PackageService; readonly jobs: JobService; readonly uploads: UploadService; readonly uploadQueue: UploadQueue; readonly uploadProfiles: ProfileService; readonly accounts: Accounts; readonly trail: TrailGuardian; readonly verifyPackage: VerifyPackage };
};

const WORKER_MEMORY_BYTES = 700e6;
const DEFAULT_PAGE_TIMEOUT_MS = 120_000;
const DAY_MS = 86_400_000;
const DEFAULT_MAX_FILE_BYTES = 4e9;
const mapValues = <K extends string, A, B>(of: Readonly<Record<K, A>>, change: (value: A) => B): Record<K, B> => Object.fromEntries(Object.entries<A>(of).map(([key, value]) => [key, change(value)])) as Record<K, B>;
const inRepository = (relative: string): string => fileURLToPath(new URL(`../${relative}`, import.meta.url));

export const DEFAULT_STATIC_DIR = inRepository('dist/renderer');

/** The samples' pages have a folder of their own beside their truth. */
function samplesIn(dir: string): string {
  const pages = path.join(dir, 'pages');
  return existsSync(pages) ? pages : dir;
}

/** One worker per core, as far as the free memory goes; at least one. */
export function defaultWorkers(cores = availableParallelism(), freeBytes = freemem()): number {
  return Math.max(1, Math.min(cores, Math.floor(freeBytes / WORKER_MEMORY_BYTES)));
}

const realSteps = {
  expandSources: async function* (inputs, options) {
    yield* (await import('./capture/expand-sources.ts')).expandSources(inputs, options);
  } satisfies ExpandSources,
  uploadPackage: (async (input, context) => (await import('./pipeline/upload.ts')).uploadPackage(input, context)) satisfies UploadPackage,
  verifyPackage: (async (dir, signal) => (await import('./packaging/verify-package.ts')).verifyPackage(dir, signal)) satisfies VerifyPackage,
};

/** Work folders that something still waits for; everything else below work/ is rubbish of an earlier run. */
async function sweepWork(db: Db, workspace: Workspace): Promise<void> {
  const intakes = await db.selectFrom('intakes').select(['id', 'inputs']).execute();
  const sources = await db.selectFrom('sources').select('path').where('state', '<>', 'imported').execute();
  const wanted = [...intakes.map((intake) => intake.inputs), ...sources.map((source) => source.path ?? '')].join('\n');
  const open = await db.selectFrom('intakes').select('id').where('state', '=', 'waiting').execute();
  const keep = new Set(open.map((intake) => `${intake.id}-zip`));
  await workspace.sweepWork((name) => keep.has(name) || wanted.includes(name));
}

function doorOf(authenticate: BackendConfig['authenticate'], accounts: Accounts): Authenticate {
  if (authenticate === 'accounts') return (request) => accounts.sessions.authenticate(askingOf(request, ''));
  return authenticate ?? (async () => LOCAL_OPERATOR);
}

/** A job is the program's work, whoever woke it. */
function asProgram(handler: JobHandler): JobHandler {
  return {
    lane: handler.lane,
    run: async (job, context) => {
      const commit = await runAsProgram(() => handler.run(job, context));
      return (trx) => runAsProgram(() => commit(trx));
    },
    fail: (trx, job, error) => runAsProgram(() => handler.fail(trx, job, error)),
    cancelled: (trx, job) => runAsProgram(() => handler.cancelled(trx, job)),
  };
}

export async function createBackend(config: BackendConfig): Promise<Backend> {
  const keys = await keysFor(config.dataDir, config.passphrase);
  const workspace = await openWorkspace(config.dataDir, keys?.blobs);
  const unlock = lockWorkspace(config.dataDir);
  const size = config.workers ?? defaultWorkers();
  const pool = createWorkerPool({
    size, startPort: config.startWorkerPort ?? startForkedWorker,
    start: { dataDir: config.dataDir, ...(keys === undefined ? {} : { blobKey: keys.blobs.toString('hex') }), ...(config.stepsModule === undefined ? {} : { stepsModule: config.stepsModule }) },
  });
  pool.warm(config.startsWorkers ?? 0);
  const db = await (config.openDatabase?.() ?? openDatabase(workspace.databaseFile, keys?.database)).catch(async (error: unknown) => {
    await pool.close();
    unlock();
    throw error;
  });
  await sweepWork(db, workspace);
  const onBug = config.onBug ?? ((error: unknown) => void process.stderr.write(`${describeBug(error)}\n`));
  const events = createEventHub();
  const pace = createBatchPace();
  const images = createPageImages({ db, workspace, pool });
  const tokens = new Map<string, string>();
  const packageSecrets = new Map<string, string>();
  const steps = { ...realSteps, ...config.steps };
  const speed = createTransferSpeed();
  const uploadProfiles = createProfileService({ db, secrets: config.secrets ?? createKeyFileBox(path.join(config.dataDir, 'keys', 'uploads.key')), templatesDir: inRepository('resources/upload-profiles') });
  const handlers: Readonly<Record<JobKind, JobHandler>> = {
    expand: createExpandJob({ db, workspace, expandSources: steps.expandSources, onListed: (batchId) => { events.changed('batch', batchId, batchId); runner.wake(); } }),
    import: createImportJob({ db, pool, onImported: (source) => events.changed('batch', source.batch_id, source.batch_id) }),
    read: createReadJob({ db, pool, pageTimeoutMs: config.pageTimeoutMs ?? DEFAULT_PAGE_TIMEOUT_MS, onRead: (page) => { pace.pageRead(page.batch_id); events.changed('page', page.id, page.batch_id); } }),
    assemble: createAssembleJob({ db, pool, workspace, onRecord: (id, batchId) => { events.changed('record', id, batchId); settling = settling.then(() => review.settle(batchId, [id])).catch(onBug); } }),
    package: createPackageJob({ db, pool, workspace, images, secrets: packageSecrets }),
    upload: createUploadJob({ db, workspace, uploadPackage: steps.uploadPackage, tokenFor: async (target) => tokens.get(target) ?? process.env['SOHOA_UPLOAD_TOKEN'], onSent: (id) => events.changed('upload', id, null), speed, profileOf: uploadProfiles.ready }),
    reconcile: createReconcileJob({ db, profileOf: uploadProfiles.ready, onDone: (id) => events.changed('upload', id, null) }),
    'bring-back': createBringBackJob({ db, workspace, profileOf: uploadProfiles.ready, onOpened: (batchId) => { events.changed('batch', batchId, batchId); runner.wake(); } }),
  };
  const runner: JobRunner = createJobRunner({ db, events, handlers: mapValues(handlers, asProgram), workerSlots: size, onBug });
  const batches = createBatchService({ db, runner, events });
  const pages = createPageService({ db, runner, events, images, pool });
  const actions = createActionService({ db, runner, events });
  const records = createRecordService({ db, events });
  const review = createReviewService({ db, events });
  // What needs no person is accepted as it is assembled; closing waits for it.
  let settling: Promise<void> = Promise.resolve();
  const packages = createPackageService({ db, runner, events, workspace, verifyPackage: steps.verifyPackage, rememberToken: (target, token) => void tokens.set(target, token), secrets: packageSecrets, listTokens: async (library) => (await pool.run({ kind: 'list-tokens', library }, { timeoutMs: 20_000 })).tokens });
  const jobs = createJobService({ db, runner });
  const uploadQueue = createUploadQueue({ db, runner, events, onBug, alsoLook: () => continueBringBacks({ db, runner, workspace, records, onDone: (row) => { events.changed('batch', row.batch_id ?? '', row.batch_id); events.changed('upload', row.id, null); } }) });
  const uploads = createUploadService({ db, runner, events, profiles: uploadProfiles, queue: uploadQueue, speed });
  const trail = createTrailGuardian(db, config.dataDir, onBug);
  const accounts = await createAccounts({
    db, config: config.people ?? {}, trailFault: trail.fault,
    actsOf: (people) => createConsentActs({
      db, people, batches, emptyBin: (batchId) => actions.emptyBin(batchId, currentCaller().by),
      eraseBatch: (batchId) => eraseBatch({ db, workspace, stop: batches.cancel }, batchId),
      exportPerson: (who, consentId) => exportPerson({ db, workspace, images }, who, consentId),
    }),
  });
  const retention = createRetention({ db, nowMs: accounts.clock.nowMs });
  const sweepRetention = (): Promise<void> => runAsProgram(() => retention.sweep()).then(() => undefined, onBug);
  let sweeping = sweepRetention();
  const daily = setInterval(() => { sweeping = sweepRetention(); }, DAY_MS).unref();
  const feeds = new Set<EventFeed>();
  const app = createApp({
    batches, pages, actions, records, review, packages, jobs, images, workspace, db, events, pace, feeds, onBug, runner, uploads, uploadQueue, uploadProfiles,
    samplesDir: samplesIn(config.samplesDir ?? inRepository('resources/samples')),
    staticDir: config.staticDir ?? DEFAULT_STATIC_DIR,
    maxFileBytes: config.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES,
    resolveGrant: config.resolveGrant ?? (async () => undefined),
    accounts, trail, retention, reveals: createReveals(db, accounts.clock.nowMs), hasAccounts: config.authenticate === 'accounts', authenticate: doorOf(config.authenticate, accounts),
  });
  await runner.start();
  uploadQueue.start();
  const close = async (): Promise<void> => {
    for (const feed of feeds) feed.close();
    clearInterval(daily);
    await sweeping;
    await uploadQueue.close();
    await runner.close();
    await settling;
    await pool.close();
    await trail.anchor().catch(onBug);
    await db.destroy();
    unlock();
  };
  let closing: Promise<void> | undefined;
  return {
    fetch: async (request, place) => app.fetch(request, place ?? {}),
    request: async (path, init) => app.request(path, init),
    close: () => (closing ??= close()),
    parts: { routes: () => app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/')), db, workspace, runner, pool, events, pace, batches, pages, actions, images, records, review, packages, jobs, accounts, trail, uploads, uploadQueue, uploadProfiles, verifyPackage: steps.verifyPackage },
  };
}

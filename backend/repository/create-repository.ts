// A small reference repository: the other end of uploads, for trying out and for tests, good enough for
// a province to try with. Files come in by tus, in resumable pieces; a commit makes a package of them,
// after the very check that `sohoa verify` makes; packages are kept as OCFL 1.1 objects. State is files
// only, so it survives any restart. It is one web-standard function and opens no port itself.
//   POST /files, HEAD|PATCH|DELETE /files/:id      tus 1.0.0
//   POST /packages/plan, POST /packages/commit      {sha256, name, files}; commit with Idempotency-Key
//   GET  /packages, /packages/:sha256[?fixity=1], /packages/:sha256/contents/:sha256, /
//   POST /api/v1/documents/import, GET|PUT /api/v1/documents/:DocCode, GET …/download/:DocCode
import { mkdir, open, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Hono } from 'hono';
import { codeOf } from '../packaging/package-folder.ts';
import { AppError } from '../../shared/errors.ts';
import type { RepositoryEnv } from './accounts.ts';
import { openAccounts } from './accounts.ts';
import { carriesToken, tokenOf } from './bearer.ts';
import { createDocumentRoutes } from './document-routes.ts';
import { openDocumentStore } from './document-store.ts';
import { listPage } from './list-page.ts';
import { openObjectStore } from './object-store.ts';
import { describeBug } from '../privacy/describe-bug.ts';
import { createPackageRoutes } from './package-routes.ts';
import { createTusRoutes } from './tus-routes.ts';
import { openUploadStore } from './upload-store.ts';

export type RepositoryConfig = {
  readonly dataDir: string;
  /** When given, it opens everything (Bearer, or Basic for a browser). Accounts (accounts.ts) have tokens of their own; with either, nobody comes in without one. */
  readonly token?: string;
  readonly maxUploadBytes?: number;
  /** Told of bugs; requests get a plain 500. */
  readonly onFailure?: (error: unknown) => void;
};

export type Repository = { fetch(request: Request): Promise<Response>; close(): Promise<void> };

const DEFAULT_MAX_UPLOAD_BYTES = 64 * 1024 ** 3;
/** What nobody finished or committed in two weeks goes. */
const KEEP_UNFINISHED_MS = 14 * 24 * 3_600_000;

export function createRepository(config: RepositoryConfig): Repository {
  const ready = openApp(config);
  // A failure to open is told to the first who asks.
  ready.catch(() => undefined);
  return {
    fetch: async (request) => (await ready).fetch(request),
    close: async () => void (await ready.catch(() => undefined)),
  };
}

/** Kernel file systems take no files, and some hang instead of saying so. */
const NO_PLACE_FOR_DATA = /^\/(proc|sys|dev)(\/|$)/;

/** AppErrors: wrong-usage for a folder of the kernel's, not-writable. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  if (NO_PLACE_FOR_DATA.test(resolve(dataDir))) throw new AppError('wrong-usage', { option: '--data', value: dataDir, reason: 'no-place-for-data' });
  const trial = join(dataDir, '.trial');
  try {
    await mkdir(dataDir, { recursive: true });
    await (await open(trial, 'w')).close();
    await rm(trial, { force: true });
  } catch (error) {
    throw new AppError('not-writable', { path: dataDir, reason: codeOf(error) }, 'none', { cause: error });
  }
}

async function openApp({ dataDir, token, maxUploadBytes = DEFAULT_MAX_UPLOAD_BYTES, onFailure = toStderr }: RepositoryConfig): Promise<Hono<RepositoryEnv>> {
  await prepareDataDir(dataDir);
  const uploads = await openUploadStore(dataDir);
  const objects = await openObjectStore(dataDir);
  const documents = await openDocumentStore(dataDir);
  const accounts = openAccounts(dataDir, objects);
  await uploads.sweep(KEEP_UNFINISHED_MS);
  const app = new Hono<RepositoryEnv>();
  app.use('*', async (c, next) => {
    const header = c.req.header('authorization');
    const account = await accounts.of(tokenOf(header));
    const isMaster = token !== undefined && carriesToken(header, token);
    if (account === undefined && !isMaster && (token !== undefined || (await accounts.any()))) {
      c.header('WWW-Authenticate', 'Basic realm="sohoa repository", charset="UTF-8"');
      return c.text('unauthorized', 401);
    }
    c.set('account', account);
    return next();
  });
  app.route('/files', createTusRoutes(uploads, { maxUploadBytes }));
  app.route('/packages', createPackageRoutes(uploads, objects, accounts));
  app.route('/api/v1/documents', createDocumentRoutes(documents));
  app.get('/', async (c) => {
    c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
    c.header('X-Content-Type-Options', 'nosniff');
    const account = c.get('account');
    const isOwn = (held: { readonly account?: string | undefined }): boolean => account === undefined || held.account === account.name;
    return c.html(listPage((await objects.list()).filter(isOwn), (await documents.list()).filter(isOwn)));
  });
  app.onError((error, c) => {
    if (['ENOSPC', 'EDQUOT'].includes(codeOf(error))) return c.text('no room left', 507);
    onFailure(error);
    return c.text('internal error', 500);
  });
  return app;
}

const toStderr = (error: unknown): void => void process.stderr.write(`${describeBug(error)}\n`);

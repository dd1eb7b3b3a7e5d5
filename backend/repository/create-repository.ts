// A small reference repository: the other end of uploads, for trying out and for tests, good enough for
// a province to try with. Files come in by tus, in resumable pieces; a commit makes a package of them,
// after the very check that `sohoa verify` makes; packages are kept as OCFL 1.1 objects. State is files
// only, so it survives any restart. It is one web-standard function and opens no port itself.
//   POST /files, HEAD|PATCH|DELETE /files/:id      tus 1.0.0
//   POST /packages/plan, POST /packages/commit      {sha256, name, files}; commit with Idempotency-Key
//   GET  /packages, /packages/:sha256, /packages/:sha256/contents/:sha256, /
import { mkdir } from 'node:fs/promises';
import { Hono } from 'hono';
import { codeOf } from '../packaging/package-folder.ts';
import { carriesToken } from './bearer.ts';
import { listPage } from './list-page.ts';
import { openObjectStore } from './object-store.ts';
import { createPackageRoutes } from './package-routes.ts';
import { createTusRoutes } from './tus-routes.ts';
import { openUploadStore } from './upload-store.ts';

export type RepositoryConfig = {
  readonly dataDir: string;
  /** When given, every request must carry it (Bearer, or Basic for a browser). */
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

async function openApp({ dataDir, token, maxUploadBytes = DEFAULT_MAX_UPLOAD_BYTES, onFailure = toStderr }: RepositoryConfig): Promise<Hono> {
  await mkdir(dataDir, { recursive: true });
  const uploads = await openUploadStore(dataDir);
  const objects = await openObjectStore(dataDir);
  await uploads.sweep(KEEP_UNFINISHED_MS);
  const app = new Hono();
  app.use('*', async (c, next) => {
    if (token !== undefined && !carriesToken(c.req.header('authorization'), token)) {
      c.header('WWW-Authenticate', 'Basic realm="sohoa repository", charset="UTF-8"');
      return c.text('unauthorized', 401);
    }
    return next();
  });
  app.route('/files', createTusRoutes(uploads, { maxUploadBytes }));
  app.route('/packages', createPackageRoutes(uploads, objects));
  app.get('/', async (c) => {
    c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
    return c.html(listPage(await objects.list()));
  });
  app.onError((error, c) => {
    if (['ENOSPC', 'EDQUOT'].includes(codeOf(error))) return c.text('no room left', 507);
    onFailure(error);
    return c.text('internal error', 500);
  });
  return app;
}

const toStderr = (error: unknown): void => void process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);

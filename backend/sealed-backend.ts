// A back end that may still be closed: an encrypted workspace opens when somebody brings its passphrase, at the
// door (POST /api/session/unseal), on the command line (SOHOA_PASSPHRASE) or not at all. Until then it answers
// nothing but what the door needs to ask. Wrong passphrases are slow by scrypt, one at a time, and slower each time.
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { AppError, isAppError } from '../shared/errors.ts';
import { createBackend, type Backend, type BackendConfig } from './backend.ts';
import { problemOf } from './problem.ts';
import { createStaticFiles } from './routes/static-files.ts';
import { isSealed } from './storage/vault.ts';

export type SealableBackend = {
  fetch: Backend['fetch'];
  /** undefined while sealed. */
  opened(): Backend | undefined;
  close(): Promise<void>;
};

const unsealSchema = z.object({ passphrase: z.string().min(1).max(1000) });
const SLOWEST_MS = 30_000;

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', 'cache-control': 'no-store' } });
const refuse = (error: unknown): Response => {
  const problem = problemOf(error);
  return json(problem, problem.status);
};

/** Opens at once where no passphrase is missing. `onOpen` is told when it is open, now or later. */
export async function createSealableBackend(config: BackendConfig & { readonly staticDir: string }, onOpen: (backend: Backend) => void = () => undefined): Promise<SealableBackend> {
  let backend = !isSealed(config.dataDir) || config.passphrase !== undefined ? await createBackend(config) : undefined;
  if (backend !== undefined) onOpen(backend);
  const serveStatic = createStaticFiles(config.staticDir);
  let queue: Promise<unknown> = Promise.resolve();
  let failures = 0;

  const open = async (passphrase: string): Promise<void> => {
    if (backend !== undefined) return;
    if (failures > 0) await wait(Math.min(SLOWEST_MS, 500 * 2 ** failures));
    try {
      backend = await createBackend({ ...config, passphrase });
      onOpen(backend);
    } catch (error) {
      if (isAppError(error) && error.code === 'wrong-password') failures += 1;
      throw error;
    }
  };
  const unseal = async (request: Request, place: { from: string } | undefined): Promise<Response> => {
    const parsed = unsealSchema.safeParse(await request.json().catch(() => undefined));
    if (!parsed.success) return refuse(new AppError('bad-request', { reason: 'passphrase' }));
    try {
      const turn = queue.then(() => open(parsed.data.passphrase));
      queue = turn.catch(() => undefined);
      await turn;
    } catch (error) {
      return refuse(error);
    }
    const look = new Request(new URL('/api/session', request.url), { headers: request.headers });
    return backend === undefined ? refuse(new AppError('workspace-sealed')) : backend.fetch(look, place);
  };
  return {
    opened: () => backend,
    close: async () => backend?.close(),
    fetch: async (request, place) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/api/session/unseal' && request.method === 'POST') return unseal(request, place);
      if (backend !== undefined) return backend.fetch(request, place);
      if (pathname === '/api/session' && request.method === 'GET') return json({ state: 'sealed' });
      if (pathname.startsWith('/api/')) return refuse(new AppError('workspace-sealed', {}, 'again'));
      return (await serveStatic(request)) ?? new Response(null, { status: 404 });
    },
  };
}

// The office server and browser mode: the same back end behind a port. Bytes may come slowly (a scanner's
// folder over Wi-Fi), silence may not. Port 0 takes a free one. overrideGlobalObjects stays false: the
// process keeps Node's own Request and Response.
// Errors: those of createBackend; 'wrong-usage' when the port is taken or not allowed.
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { z } from 'zod';
import { AppError } from '../shared/errors.ts';
import { DEFAULT_STATIC_DIR, type Backend, type BackendConfig } from './backend.ts';
import { createSealableBackend } from './sealed-backend.ts';
import { createOfficeDoor } from './door/office-door.ts';

export type ServeConfig = BackendConfig & { readonly host?: string; readonly port?: number; /** What the first administrator must bring; default: a new one for each start. */ readonly token?: string };
export type RunningServer = {
  /** Throws 'workspace-sealed' while an encrypted workspace waits for its passphrase. */
  readonly backend: Backend;
  /** Where the application is. */
  readonly url: string;
  /** What to open first: while there is no account it carries the set-up token. */
  readonly entryUrl: string;
  readonly token: string;
  close(): Promise<void>;
};

export const DEFAULT_HOST = '127.0.0.1';
const SILENCE_MS = 120_000;
const HEADERS_MS = 30_000;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

async function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new AppError('wrong-usage', { command: 'serve', reason: `${host}:${port} ${error.code ?? ''}` }, 'none', { cause: error })));
    server.listen(port, host, () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address;
}

/** From the environment when the caller has none: for a server that starts by itself. */
function withPassphrase(config: ServeConfig): ServeConfig {
  const passphrase = config.passphrase ?? process.env['SOHOA_PASSPHRASE'];
  return passphrase === undefined || passphrase === '' ? config : { ...config, passphrase };
}

const environmentSchema = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string().optional() }) }) });

/** The other end of the line, as the system knows it; headers of the request do not count. */
function addressOf(environment: unknown): string {
  const parsed = environmentSchema.safeParse(environment);
  const address = parsed.success ? (parsed.data.incoming.socket.remoteAddress ?? '') : '';
  return address.replace(/^::ffff:/, '') || 'unknown';
}

export async function serve(config: ServeConfig): Promise<RunningServer> {
  const host = config.host ?? DEFAULT_HOST;
  const token = config.token ?? randomBytes(32).toString('base64url');
  const backend = await createSealableBackend({ authenticate: 'accounts', ...withPassphrase(config), staticDir: config.staticDir ?? DEFAULT_STATIC_DIR, people: { setUpToken: token, ...config.people } });
  const door = createOfficeDoor({ loopbackOnly: LOOPBACK.has(host), fetch: backend.fetch });
  const server = createAdaptorServer({ fetch: (request, env) => door(request, { from: addressOf(env) }), overrideGlobalObjects: false }) as Server;
  server.requestTimeout = 0;
  server.headersTimeout = HEADERS_MS;
  server.setTimeout(SILENCE_MS, (socket) => socket.destroy());
  try {
    const address = await listen(server, host, config.port ?? 0);
    const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    const url = `http://${shownHost}:${address.port}/`;
    const hasPeople = ((await backend.opened()?.parts.accounts.people.list()) ?? [token]).length > 0;
    return {
      get backend() {
        const opened = backend.opened();
        if (opened === undefined) throw new AppError('workspace-sealed', {}, 'again');
        return opened;
      },
      url, token, entryUrl: hasPeople ? url : `${url}?setup=${token}`,
      close: async () => {
        const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
        server.closeAllConnections();
        await closed;
        await backend.close();
      },
    };
  } catch (error) {
    await backend.close();
    throw error;
  }
}

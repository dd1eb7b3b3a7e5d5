// The office server and browser mode: the same back end behind a port. Bytes may come slowly (a scanner's
// folder over Wi-Fi), silence may not. Port 0 takes a free one. overrideGlobalObjects stays false: the
// process keeps Node's own Request and Response.
// Errors: those of createBackend; 'wrong-usage' when the port is taken or not allowed.
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { AppError } from '../shared/errors.ts';
import { createBackend, type Backend, type BackendConfig } from './backend.ts';
import { createTokenDoor } from './door/token-door.ts';

export type ServeConfig = BackendConfig & { readonly host?: string; readonly port?: number; /** Default: a new one for each start. */ readonly token?: string };
export type RunningServer = {
  readonly backend: Backend;
  /** Without the secret. */
  readonly url: string;
  /** What to open first: carries the secret. */
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

export async function serve(config: ServeConfig): Promise<RunningServer> {
  const host = config.host ?? DEFAULT_HOST;
  const token = config.token ?? randomBytes(32).toString('base64url');
  const backend = await createBackend(config);
  const door = createTokenDoor({ token, loopbackOnly: LOOPBACK.has(host), fetch: backend.fetch });
  const server = createAdaptorServer({ fetch: door, overrideGlobalObjects: false }) as Server;
  server.requestTimeout = 0;
  server.headersTimeout = HEADERS_MS;
  server.setTimeout(SILENCE_MS, (socket) => socket.destroy());
  try {
    const address = await listen(server, host, config.port ?? 0);
    const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    const url = `http://${shownHost}:${address.port}/`;
    return {
      backend, url, token, entryUrl: `${url}?token=${token}`,
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

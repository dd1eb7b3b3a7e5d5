// Gives a repository a port. Slow lines are welcome, silent ones are not: a request may take as long as
// it needs while bytes come; headers may stand behind other uploads of the same thin line, but not for ever.
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';
import type { Repository } from './create-repository.ts';

const SILENCE_MS = 120_000;
const HEADERS_MS = 110_000;
/** On a thin line the next request of a connection may stand for a minute behind another's bytes: closed meanwhile, all of it would be sent twice. */
const KEEP_ALIVE_MS = 100_000;

export type RunningRepository = { readonly url: string; /** Ends open connections too. */ stop(): Promise<void> };

export type ServeOptions = { readonly host: string; readonly port: number; /** PEM; with it the repository speaks HTTPS only. */ readonly tls?: { readonly cert: string; readonly key: string } };

/** Port 0 takes a free one. Rejects when the port is taken. */
export async function serveRepository(repository: Repository, { host, port, tls }: ServeOptions): Promise<RunningRepository> {
  const fetch = (request: Request): Promise<Response> => repository.fetch(request);
  const server = createAdaptorServer(tls === undefined ? { fetch, overrideGlobalObjects: false } : { fetch, overrideGlobalObjects: false, createServer: createSecureServer, serverOptions: { ...tls, minVersion: 'TLSv1.2' } }) as Server;
  server.requestTimeout = 0;
  server.headersTimeout = HEADERS_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.setTimeout(SILENCE_MS, (socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${shownHost}:${address.port}/`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await repository.close();
    },
  };
}

// The real repository behind its real server, with something wrong between the two.
import { join } from 'node:path';
import { readdir } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { createRepository } from '../../backend/repository/create-repository.ts';
import type { ServeOptions } from '../../backend/repository/serve-repository.ts';
import { serveRepository } from '../../backend/repository/serve-repository.ts';

/** Answers in the repository's place, or lets the request through with `next`. */
export type Interfere = (request: Request, next: () => Promise<Response>) => Promise<Response>;

export type FaultyRepository = { readonly url: string; readonly port: number; packages(): Promise<number>; contents(): Promise<number> };

export async function startFaulty(dataDir: string, interfere: Interfere, options: { token?: string; tls?: NonNullable<ServeOptions['tls']>; host?: string } = {}): Promise<FaultyRepository> {
  const inner = createRepository({ dataDir, ...(options.token === undefined ? {} : { token: options.token }) });
  const running = await serveRepository({ fetch: (request) => interfere(request, () => inner.fetch(request)), close: inner.close }, { host: options.host ?? '127.0.0.1', port: 0, ...(options.tls === undefined ? {} : { tls: options.tls }) });
  onTestFinished(running.stop);
  return {
    url: running.url, port: Number(new URL(running.url).port),
    packages: async () => (await readdir(join(dataDir, 'packages'))).filter((name) => name.endsWith('.json')).length,
    contents: async () => (await readdir(join(dataDir, 'ocfl'), { recursive: true })).filter((path) => /\/content\/[0-9a-f]{64}$/.test(path)).length,
  };
}

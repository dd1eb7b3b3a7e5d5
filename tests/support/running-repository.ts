// The real reference repository on loopback, restartable on the same data and port-independent.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RepositoryConfig } from '../../backend/repository/create-repository.ts';
import { createRepository } from '../../backend/repository/create-repository.ts';
import { serveRepository } from '../../backend/repository/serve-repository.ts';

export type TestRepository = {
  url(): string;
  port(): number;
  /** Ends it as a crash would for its clients, and starts another process's worth of it on the same data. */
  restart(): Promise<void>;
  /** Packages accepted. */
  packages(): Promise<number>;
  /** Files of content stored, whatever number of packages uses them. */
  contents(): Promise<number>;
};

export async function startRepository(dataDir: string, config: Omit<RepositoryConfig, 'dataDir'> = {}): Promise<TestRepository> {
  const start = (): ReturnType<typeof serveRepository> => serveRepository(createRepository({ dataDir, ...config }), { host: '127.0.0.1', port: 0 });
  let running = await start();
  onTestFinished(() => running.stop());
  return {
    url: () => running.url,
    port: () => Number(new URL(running.url).port),
    restart: async () => {
      await running.stop();
      running = await start();
    },
    packages: async () => (await readdir(join(dataDir, 'packages'))).filter((name) => name.endsWith('.json')).length,
    contents: async () => (await readdir(join(dataDir, 'ocfl'), { recursive: true })).filter((path) => /\/content\/[0-9a-f]{64}$/.test(path)).length,
  };
}

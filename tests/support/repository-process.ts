// `sohoa repository` as a process of its own, as a province would run it.
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { runChild, sohoaCli, type Ended } from './run-child.ts';
import { until } from './until.ts';

export type RepositoryProcess = { readonly url: string; readonly port: number; readonly pid: number; /** What it complained about so far. */ said(): string; stop(): Promise<Ended> };

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

export async function startRepositoryProcess(dataDir: string): Promise<RepositoryProcess> {
  const port = await freePort();
  const child = runChild(sohoaCli, ['repository', '--data', dataDir, '--port', String(port)]);
  const url = `http://127.0.0.1:${port}/`;
  await until('the repository answers', () => fetch(url).then(() => true, () => false));
  return {
    url, port, pid: child.pid, said: child.stderrSoFar,
    stop: () => {
      child.kill('SIGTERM');
      return child.ended;
    },
  };
}

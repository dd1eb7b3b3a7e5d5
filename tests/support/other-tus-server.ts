// The tus server of the protocol's own makers.
import { mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { onTestFinished } from 'vitest';

export async function startOtherTus(dir: string): Promise<{ url: string; port: number; stored(): Promise<number> }> {
  await mkdir(dir, { recursive: true });
  const tus = new Server({ path: '/files', relativeLocation: true, datastore: new FileStore({ directory: dir }) });
  const server = createServer((request, response) => void tus.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `tus+http://127.0.0.1:${port}/files`, stored: async () => (await readdir(dir)).filter((name) => !name.endsWith('.json')).length };
}

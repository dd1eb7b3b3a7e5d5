// A line that fails: a TCP proxy that counts what goes up, cuts after so many bytes, delays, or refuses.
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type CuttingProxy = {
  readonly url: string;
  /** Bytes from client to server so far, over all connections. */
  bytesUp(): number;
  /** Connections that were cut on purpose so far. */
  cuts(): number;
  /** Cut all connections each time this many bytes (counted from the start) have gone up. */
  cutAfter(points: readonly number[]): void;
  /** Cut when the answer comes, so that the client never learns what became of its request. Once. */
  loseNextAnswerTo(marker: string): void;
  delay(ms: number): void;
  refuse(yes: boolean): void;
  /** So many bytes a second go up, over all connections; 0 for no limit. */
  throttle(bytesPerSecond: number): void;
  /** Every n-th connection is reset once so many bytes went up on it. */
  resetEvery(n: number, afterBytes: number): void;
  connections(): number;
  /** Another server behind the same address, as after a restart. */
  leadTo(port: number): void;
};

export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const open = new Set<net.Socket>();
  const state = { connections: 0, every: 0, afterBytes: 0, bytesPerSecond: 0, freeAtMs: 0, cutting: false, port: serverPort, up: 0, cuts: 0, points: [] as number[], marker: '', delayMs: 0, refusing: false };
  const cutAll = (): void => {
    state.cuts += 1;
    state.cutting = true;
    for (const socket of open) socket.resetAndDestroy();
    setImmediate(() => (state.cutting = false));
  };
  const server = net.createServer((client) => {
    if (state.refusing) return void client.resetAndDestroy();
    const upstream = net.connect(state.port, '127.0.0.1');
    let losesAnswer = false;
    state.connections += 1;
    let leftToReset = state.every > 0 && state.connections % state.every === 0 ? state.afterBytes : Infinity;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        // A server that closes after its answer: the answer may still be on its (slow) way.
        if (socket === upstream && !state.cutting) setTimeout(() => client.end(), state.delayMs);
        else client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes) => {
      state.up += bytes.length;
      if (state.marker !== '' && bytes.includes(state.marker)) {
        losesAnswer = true;
        state.marker = '';
      }
      leftToReset -= bytes.length;
      if (leftToReset <= 0) {
        state.cuts += 1;
        upstream.resetAndDestroy();
        return void client.resetAndDestroy();
      }
      if (state.bytesPerSecond > 0) {
        state.freeAtMs = Math.max(state.freeAtMs, performance.now()) + (bytes.length / state.bytesPerSecond) * 1000;
        client.pause();
        setTimeout(() => {
          upstream.write(bytes);
          client.resume();
        }, state.freeAtMs - performance.now());
        return;
      }
      const point = state.points[0];
      if (point !== undefined && state.up >= point) {
        state.points.shift();
        // What went up before the cut may have arrived; let it.
        upstream.write(bytes);
        return void setTimeout(cutAll, 5);
      }
      const flows = upstream.write(bytes);
      if (!flows) {
        client.pause();
        upstream.once('drain', () => client.resume());
      }
    });
    upstream.on('data', (bytes) => {
      if (losesAnswer) return cutAll();
      setTimeout(() => client.writable && client.write(bytes), state.delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    bytesUp: () => state.up,
    cuts: () => state.cuts,
    cutAfter: (points) => void (state.points = [...points]),
    loseNextAnswerTo: (marker) => void (state.marker = marker),
    delay: (ms) => void (state.delayMs = ms),
    throttle: (bytesPerSecond) => void (state.bytesPerSecond = bytesPerSecond),
    resetEvery: (n, afterBytes) => void ((state.every = n), (state.afterBytes = afterBytes)),
    connections: () => state.connections,
    refuse: (yes) => void (state.refusing = yes),
    leadTo: (port) => void (state.port = port),
  };
}

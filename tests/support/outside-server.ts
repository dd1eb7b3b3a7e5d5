// Programs of others that tests talk to: started on a free port, waited for, ended with the test.
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { until } from './until.ts';

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.on('error', () => resolve(false));
  });

export type OutsideServer = { readonly port: number; stop(): Promise<void> };

export async function startOutside(command: string, words: (port: number) => readonly string[], port?: number): Promise<OutsideServer> {
  const chosen = port ?? (await freePort());
  const child = spawn(command, [...words(chosen)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  let isEnded = false;
  child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-2000)));
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => (said += error.message, (isEnded = true), resolve()));
    child.on('exit', () => ((isEnded = true), resolve()));
  });
  const stop = async (): Promise<void> => {
    if (!isEnded) child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(stop);
  await until(`${command} answers: ${said}`, async () => {
    if (isEnded) throw new Error(`${command} ended: ${said}`);
    return answers(chosen);
  }, 60_000);
  return { port: chosen, stop };
}

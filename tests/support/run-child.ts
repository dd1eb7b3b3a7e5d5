// Runs a Node program of the repository as its own process; the test decides when to signal it.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly stdout: string; readonly stderr: string };
export type Child = { readonly pid: number; readonly ended: Promise<Ended>; kill(signal: NodeJS.Signals): void; stderrSoFar(): string };

export const digitizeChild = fileURLToPath(new URL('./digitize-child.ts', import.meta.url));
export const sohoaCli = fileURLToPath(new URL('../../scripts/sohoa.mjs', import.meta.url));

export function runChild(script: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Child {
  const child = spawn(process.execPath, [script, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
  return { pid: child.pid ?? -1, ended, kill: (signal) => void child.kill(signal), stderrSoFar: () => stderr };
}

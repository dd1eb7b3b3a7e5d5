// The command line as a person runs it: the launcher, in a process of its own.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../scripts/sohoa.mjs', import.meta.url));

export type SohoaRun = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

export function runSohoa(words: readonly string[], options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {}): Promise<SohoaRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [launcher, ...words], { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

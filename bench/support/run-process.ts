// Runs a command to its end and tells what it cost: wall seconds, and the peak memory of the whole
// process tree (sum of resident sets, sampled; Linux only, 0 elsewhere).
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

export type Cost = { readonly exitCode: number; readonly seconds: number; readonly peakTreeMb: number; readonly stdout: string; readonly stderr: string };

const SAMPLE_MS = 100;

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = parentOf(entry);
    if (parent === undefined) continue;
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  return children;
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)\s/, '').split(' ')[1]);
  } catch {
    return undefined;
  }
}

function residentKb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function treeMb(rootPid: number): number {
  if (process.platform !== 'linux') return 0;
  const children = childrenByParent();
  const open = [rootPid];
  let kb = 0;
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    kb += residentKb(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return kb / 1024;
}

export function runProcess(command: string, args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(command, [...args], { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let peakTreeMb = 0;
    const pid = child.pid;
    const sampler = setInterval(() => { if (pid !== undefined) peakTreeMb = Math.max(peakTreeMb, treeMb(pid)); }, SAMPLE_MS);
    child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { stderr = (stderr + chunk.toString()).slice(-20_000); });
    child.on('error', (error) => { clearInterval(sampler); reject(error); });
    child.on('close', (code) => {
      clearInterval(sampler);
      resolve({ exitCode: code ?? -1, seconds: (performance.now() - startedAt) / 1000, peakTreeMb, stdout, stderr });
    });
  });
}

/** Whether a peer is on this machine; a bench names those that are not. */
export async function isInstalled(command: string): Promise<boolean> {
  try {
    return (await runProcess(command, ['--version'])).exitCode === 0;
  } catch {
    return false;
  }
}

// Runs a command to its end and tells what it cost: wall seconds, and of the whole process tree the peak memory
// (sum of resident sets) and the processor's seconds (user and system), both sampled; Linux only, 0 elsewhere.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

export type Cost = { readonly exitCode: number; readonly seconds: number; readonly cpuSeconds: number; readonly peakTreeMb: number; readonly stdout: string; readonly stderr: string };

const SAMPLE_MS = 100;

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = statOf(entry);
    if (stat === undefined) continue;
    const parent = Number(stat[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  return children;
}

/** The fields of /proc/PID/stat after the name: state is number 0, the parent number 1. */
function statOf(pid: number | string): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)\s/s, '').split(' ');
  } catch {
    return undefined;
  }
}

const TICKS_A_SECOND = 100;

/** Of the process and of those of its children that have ended and were waited for. */
const cpuSecondsOf = (pid: number): number => (statOf(pid)?.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) ?? 0) / TICKS_A_SECOND;

function residentKb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function costOfTree(rootPid: number): { readonly mb: number; readonly cpuSeconds: number } {
  if (process.platform !== 'linux') return { mb: 0, cpuSeconds: 0 };
  const children = childrenByParent();
  const open = [rootPid];
  let kb = 0;
  let cpuSeconds = 0;
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    kb += residentKb(pid);
    cpuSeconds += cpuSecondsOf(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return { mb: kb / 1024, cpuSeconds };
}

export function runProcess(command: string, args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(command, [...args], { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let peakTreeMb = 0;
    let cpuSeconds = 0;
    const pid = child.pid;
    const sampler = setInterval(() => {
      if (pid === undefined) return;
      const cost = costOfTree(pid);
      peakTreeMb = Math.max(peakTreeMb, cost.mb);
      // a child that was not waited for takes its time with it
      cpuSeconds = Math.max(cpuSeconds, cost.cpuSeconds);
    }, SAMPLE_MS);
    child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { stderr = (stderr + chunk.toString()).slice(-20_000); });
    child.on('error', (error) => { clearInterval(sampler); reject(error); });
    child.on('close', (code) => {
      clearInterval(sampler);
      resolve({ exitCode: code ?? -1, seconds: (performance.now() - startedAt) / 1000, cpuSeconds, peakTreeMb, stdout, stderr });
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

// Where workers fill all processors, each keeps to one of its own. Left to itself the system moves them about: a thread that
// codes a picture for one worker takes the place of another's, and that one waits while a third of a processor stands empty.
// On the machine of docs/benchmarks.md two workers read a twentieth more pages so. Linux with util-linux; elsewhere nothing happens.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type OwnProcessor = {
  /** From now on on one processor, all threads that there are and those to come. */
  keep(): void;
  /** Back to all that the process may use. */
  leave(): void;
};

const NONE: OwnProcessor = { keep: () => undefined, leave: () => undefined };

/** "0-2,5" → [0, 1, 2, 5]. */
export function parseProcessors(list: string): number[] {
  return list.trim().split(',').filter((part) => /^\d+(-\d+)?$/.test(part)).flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  });
}

function allowedList(): string {
  try {
    return /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

/** `place`: which of `workers` this one is, from 0. Workers that leave a processor free have no need of their own. */
export function createOwnProcessor(place: number, workers: number, list: string = allowedList()): OwnProcessor {
  const allowed = parseProcessors(list);
  const mine = allowed[place];
  if (mine === undefined || allowed.length < 2 || workers < allowed.length) return NONE;
  let isKept = false;
  const change = (to: string, kept: boolean): void => {
    if (isKept === kept) return;
    isKept = kept;
    // Without the program, or without the right, it stays as it is.
    spawnSync('taskset', ['-a', '-p', '-c', to, String(process.pid)], { stdio: 'ignore', timeout: 2000 });
  };
  return { keep: () => change(String(mine), true), leave: () => change(list, false) };
}

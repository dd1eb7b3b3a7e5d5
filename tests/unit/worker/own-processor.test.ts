import { execFileSync, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { parseProcessors } from '../../../backend/worker/own-processor.ts';

const MODULE = new URL('../../../backend/worker/own-processor.ts', import.meta.url).href;
const canKeep = process.platform === 'linux' && availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** What the system says of a process before it keeps to its processor, while it does, also of a thread begun then, and after. */
function processorsOf(place: number, workers: number, allowed?: string): string[] {
  const code = `
    import { readFileSync, readdirSync } from 'node:fs';
    import { pbkdf2 } from 'node:crypto';
    import { createOwnProcessor } from ${JSON.stringify(MODULE)};
    const of = () => [...new Set(readdirSync('/proc/self/task').map((id) => /Cpus_allowed_list:\\s*(\\S+)/.exec(readFileSync('/proc/self/task/' + id + '/status', 'utf8'))[1]))].join(' ');
    const own = createOwnProcessor(${place}, ${workers});
    const said = [of()];
    own.keep(); own.keep();
    await new Promise((done) => pbkdf2('a', 'b', 1, 8, 'sha256', done));
    said.push(of());
    own.leave(); own.leave();
    said.push(of());
    console.log(JSON.stringify(said));`;
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code];
  const [file = '', ...args] = allowed === undefined ? command : ['taskset', '-c', allowed, ...command];
  return JSON.parse(execFileSync(file, args, { encoding: 'utf8' })) as string[];
}

describe('a processor of its own', () => {
  it('is found in the list that the system writes', () => {
    expect(parseProcessors('0-2,5\n')).toEqual([0, 1, 2, 5]);
    expect(parseProcessors('3')).toEqual([3]);
    expect(parseProcessors('')).toEqual([]);
    expect(parseProcessors('0-x,1')).toEqual([1]);
    expect(parseProcessors('5-2')).toEqual([]);
  });

  it.skipIf(!canKeep)('is kept by all threads of a worker, each worker another, and given up again', () => {
    const workers = availableParallelism();
    const [before, first, after] = processorsOf(0, workers);
    expect(parseProcessors(before ?? '')).toHaveLength(workers);
    expect(after).toBe(before);
    const [, last] = processorsOf(workers - 1, workers);
    expect([first, last].map((list) => parseProcessors(list ?? '').length)).toEqual([1, 1]);
    expect(first).not.toBe(last);
  });

  it.skipIf(!canKeep)('is not asked for where workers leave one free, where there are more of them, or where there is but one', () => {
    const workers = availableParallelism();
    for (const said of [processorsOf(0, workers - 1), processorsOf(workers, workers + 1), processorsOf(0, 1, '0')]) expect(new Set(said).size).toBe(1);
  });
});

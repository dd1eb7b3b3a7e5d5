// Ctrl-C, a full disk, an output that cannot be written: named, nothing lost, the same command goes on.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTempDir } from '../support/test-backend.ts';
import { digitizeChild, runChild, sohoaCli, type Child } from '../support/run-child.ts';
import { until } from '../support/until.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
const mounted: string[] = [];
beforeEach(async () => {
  temp = await createTempDir();
  await mkdir(path.join(temp.dir, 'in'));
});
afterEach(async () => {
  for (const dir of mounted.splice(0)) execFileSync('umount', [dir]);
  await temp.remove();
});

const run = (options: Record<string, unknown>, env: Record<string, string> = {}): Child =>
  runChild(digitizeChild, [JSON.stringify({ inputs: [path.join(temp.dir, 'in')], outDir: path.join(temp.dir, 'out'), workers: 2, ...options })], env);
const lines = async (file: string): Promise<readonly string[]> => (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean);
const writeScan = (name: string, text: string): Promise<void> => writeFile(path.join(temp.dir, 'in', name), text);

/** A small file system, or one that cannot be written; false where that is not allowed. */
function mount(dir: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir], { stdio: 'ignore' });
    mounted.push(dir);
    return true;
  } catch {
    return false;
  }
}

describe('Ctrl-C', () => {
  it('ends with 5, keeps what is read, and the same command does only the rest', async () => {
    await writeScan('a.txt', Array.from({ length: 30 }, (_, n) => `slow 100 KS so=${n}`).join('\n---\n'));
    const log = path.join(temp.dir, 'reads');
    const child = run({ workspaceDir: path.join(temp.dir, 'ws') }, { SOHOA_TEST_LOG: log });
    await until('some pages are read', async () => (await lines(log)).length >= 4);
    child.kill('SIGINT');
    expect(await child.ended).toMatchObject({ code: 5 });
    const before = (await lines(log)).length;
    expect(before).toBeLessThan(30);
    expect(await run({ workspaceDir: path.join(temp.dir, 'ws') }, { SOHOA_TEST_LOG: log }).ended).toMatchObject({ code: 0 });
    expect((await lines(log)).length).toBeLessThanOrEqual(30 + 2);
    expect(await lines(path.join(temp.dir, 'out', 'records.jsonl'))).toHaveLength(30);
  });

  it('takes the temporary workspace away when none was named', async () => {
    await writeScan('a.txt', 'slow 20000 KS so=1');
    const tmp = path.join(temp.dir, 'tmp');
    await mkdir(tmp);
    const child = run({}, { TMPDIR: tmp });
    await until('the workspace is there', async () => (await readdir(tmp)).some((name) => name.startsWith('sohoa-')));
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill('SIGINT');
    expect(await child.ended).toMatchObject({ code: 5 });
    expect((await readdir(tmp)).filter((name) => name.startsWith('sohoa-'))).toEqual([]);
  });

  it('stops the office server in order', async () => {
    const child = runChild(sohoaCli, ['serve', '--port', '0', '--data', path.join(temp.dir, 'ws')]);
    // Nothing is printed before the server listens.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    child.kill('SIGINT');
    expect((await child.ended).code).toBe(0);
  });
});

describe('a full disk', () => {
  it('is named, loses nothing, and the same command finishes once there is room', async () => {
    for (let n = 0; n < 6; n += 1) await writeScan(`s${n}.txt`, `KS so=${n} ${'x'.repeat(400_000)}`);
    const workspaceDir = path.join(temp.dir, 'small');
    await mkdir(workspaceDir);
    // Without the right to mount, a limit on the size of a file stands in for the full disk.
    if (mount(workspaceDir, 'size=1500k')) {
      const full = await run({ workspaceDir }).ended;
      expect(full, full.stderr).toMatchObject({ code: 3, stderr: 'disk-full\n' });
      execFileSync('mount', ['-o', 'remount,size=200m', workspaceDir]);
    } else {
      const options = JSON.stringify({ inputs: [path.join(temp.dir, 'in')], outDir: path.join(temp.dir, 'out'), workers: 2, workspaceDir });
      expect(() => execFileSync('bash', ['-c', `trap '' XFSZ; ulimit -f 300; exec "$0" "$@"`, process.execPath, digitizeChild, options], { stdio: 'pipe' })).toThrow(/disk-full/);
    }
    const done = await run({ workspaceDir }).ended;
    expect(done, done.stderr).toMatchObject({ code: 0 });
    expect(await lines(path.join(temp.dir, 'out', 'records.jsonl'))).toHaveLength(6);
  });
});

describe('an output that cannot be written', () => {
  it('is refused before any page is read', async () => {
    await writeScan('a.txt', 'KS so=1');
    const log = path.join(temp.dir, 'reads');
    await writeFile(path.join(temp.dir, 'a-file'), '');
    expect(await run({ outDir: path.join(temp.dir, 'a-file', 'out') }, { SOHOA_TEST_LOG: log }).ended).toMatchObject({ code: 3, stderr: 'not-writable\n' });
    const locked = path.join(temp.dir, 'locked');
    await mkdir(locked);
    const isRoot = process.getuid?.() === 0;
    if (isRoot ? mount(locked, 'ro') : (await chmod(locked, 0o555), true)) {
      expect(await run({ outDir: path.join(locked, 'out') }, { SOHOA_TEST_LOG: log }).ended).toMatchObject({ code: 3, stderr: 'not-writable\n' });
      if (!isRoot) await chmod(locked, 0o755);
    }
    expect(await lines(log)).toEqual([]);
  });

  it('does not overwrite a folder called package that is not a package', async () => {
    await writeScan('a.txt', 'KS so=1');
    const mine = path.join(temp.dir, 'out', 'package');
    await mkdir(mine, { recursive: true });
    await writeFile(path.join(mine, 'letters.doc'), 'mine');
    expect(await run({}).ended).toMatchObject({ code: 3, stderr: 'package-exists\n' });
    expect(await readFile(path.join(mine, 'letters.doc'), 'utf8')).toBe('mine');
    await rm(mine, { recursive: true });
    expect(await run({}).ended).toMatchObject({ code: 0 });
    expect(await run({}).ended).toMatchObject({ code: 0 });
  });
});

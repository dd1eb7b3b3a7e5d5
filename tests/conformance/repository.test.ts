// What the reference repository stores, before a validator of OCFL that shares no code with us.
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, afterEach, expect, it } from 'vitest';
import { uploadPackage } from '../../backend/pipeline/upload.ts';
import { createMemoryUploadState } from '../../backend/targets/upload-state.ts';
import { needJudges, ocflPy } from '../support/judges.ts';
import { startRepository } from '../support/running-repository.ts';
import { makeBag } from '../support/sample-bag.ts';

let work = '';
const root = (): string => join(work, 'kho', 'ocfl');
beforeEach(async () => void (work = await mkdtemp(join(tmpdir(), 'sohoa-test-'))));
afterEach(() => rm(work, { recursive: true, force: true }));

/** Packages, one of them in two versions, with an empty file, the same file twice and names in Vietnamese. */
async function filled(): Promise<void> {
  const repository = await startRepository(join(work, 'kho'));
  const send = async (name: string, files: Readonly<Record<string, number | string>>, batchId: string): Promise<void> => {
    const dir = join(work, name);
    await makeBag(dir, files, batchId);
    await uploadPackage({ dir, target: repository.url(), state: createMemoryUploadState() }, { signal: new AbortController().signal, progress: () => undefined });
  };
  await send('a', { 'KS/một.pdf': 50_000, 'KS/hai.pdf': 'như nhau', 'text/hai.txt': 'như nhau', 'trống.txt': 0 }, 'batch-1');
  await send('b', { 'KS/một.pdf': 40_000, 'KS/hai.pdf': 'như nhau', 'sâu/rất sâu/ba.pdf': 10 }, 'batch-1');
  await send('c', { 'KH/một.pdf': 1_000 }, 'Sổ khai sinh 2017/quyển 01');
  await send('d', { 'x.pdf': 10 }, 'rất dài '.repeat(30));
}

it('is a valid OCFL storage root, versions and all: ocfl-py', async (context) => {
  needJudges(context, 'ocfl-py');
  await filled();
  const ruling = await ocflPy(root());
  expect(ruling.ok, ruling.stdout + ruling.stderr).toBe(true);
  expect(ruling.stdout).not.toMatch(/\bE\d{3}/);
});

it.for<readonly [string, (paths: readonly string[]) => Promise<unknown>]>([
  ['content was changed', (paths) => appendFile(join(root(), paths.find((path) => /\/content\//.test(path)) ?? ''), 'x')],
  ['an inventory was changed', (paths) => appendFile(join(root(), paths.find((path) => path.endsWith('inventory.json')) ?? ''), ' ')],
  ['content was lost', (paths) => rm(join(root(), paths.find((path) => /\/content\//.test(path)) ?? ''))],
  ['a file was added to a version', (paths) => writeFile(join(root(), `${paths.find((path) => /\/content\//.test(path)) ?? ''}-x`), 'x')],
])('is refused when %s: ocfl-py', async ([, spoil], context) => {
  needJudges(context, 'ocfl-py');
  await filled();
  const files = (await readdir(root(), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root().length + 1));
  await spoil(files.sort());
  expect((await ocflPy(root())).ok).toBe(false);
});

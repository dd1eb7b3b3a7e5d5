// A package appears whole or not at all: it is written into a folder beside its place, synced, and
// renamed. What a killed run left behind is cleared by the next. An older build of the same batch is
// replaced; anything else that stands there is somebody's, and stays.
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { syncFolder } from '../storage/atomic-write.ts';
import { parseManifestLine } from './bag-manifest.ts';
import { openFolder } from './package-source.ts';

export type PackageFolder = {
  /** Where to write. */
  readonly dir: string;
  /** Puts the finished package in its place. */
  commit(): Promise<void>;
  discard(): Promise<void>;
};

let builds = 0;

/** AppErrors: package-exists when `outDir` holds anything but an earlier build of `batchId`. */
export async function createPackageFolder(outDir: string, batchId: string): Promise<PackageFolder> {
  const parent = dirname(outDir);
  const prefix = `.${basename(outDir)}.partial-`;
  await mkdir(parent, { recursive: true });
  await refuseForeign(outDir, batchId);
  await clearLeftovers(parent, prefix);
  builds += 1;
  const dir = join(parent, `${prefix}${process.pid}-${builds}`);
  const aside = `${dir}-old`;
  await mkdir(dir);
  return {
    dir,
    commit: async () => {
      await refuseForeign(outDir, batchId);
      await syncFolders(dir);
      await rename(outDir, aside).catch(ignoreMissing);
      await rename(dir, outDir);
      await syncFolder(parent);
      await rm(aside, { recursive: true, force: true });
    },
    discard: () => rm(dir, { recursive: true, force: true }),
  };
}

async function refuseForeign(outDir: string, batchId: string): Promise<void> {
  const present = await readdir(outDir).catch((error: unknown) => {
    if (codeOf(error) === 'ENOTDIR') throw new AppError('package-exists', { path: outDir }, 'none');
    return ignoreMissing(error) ?? [];
  });
  if (present.length === 0) return;
  const info = await readFile(join(outDir, 'bag-info.txt'), 'utf8').catch(() => '');
  const isOurs = /^Bag-Software-Agent: sohoa /m.test(info) && info.split('\n').includes(`External-Identifier: ${batchId}`);
  const strangers = isOurs ? await unlistedFiles(outDir) : present;
  if (strangers.length > 0) throw new AppError('package-exists', { path: outDir, files: strangers.slice(0, 5) }, 'none');
}

/** Files that the earlier build did not make: somebody keeps something there. */
async function unlistedFiles(outDir: string): Promise<string[]> {
  const manifest = await readFile(join(outDir, 'manifest-sha256.txt'), 'utf8').catch(() => '');
  const listed = new Set(manifest.split('\n').map((line) => parseManifestLine(line, 'sha256')?.path));
  const { entries } = await openFolder(outDir);
  return entries.map((entry) => entry.path).filter((path) => !listed.has(path) && !/^((bagit|bag-info|(tag)?manifest-sha(256|512))\.txt|bagit-profile\.json)$/.test(path));
}

async function clearLeftovers(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(/^\d+/.exec(name.slice(prefix.length))?.[0]);
    if (pid !== process.pid && !isRunning(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

async function syncFolders(dir: string): Promise<void> {
  for (const item of await readdir(dir, { withFileTypes: true })) if (item.isDirectory()) await syncFolders(join(dir, item.name));
  await syncFolder(dir);
}

export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

/** What the system says about a full or locked disk, in our codes; everything else as it is. */
export function asStorageError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('disk-full', { path }, 'again', { cause: error });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return new AppError('not-writable', { path }, 'again', { cause: error });
  return error;
}

// A folder, a share or a USB disk: file:///media/usb/. The package is copied file by file into a hidden
// folder beside its place, read back and compared, and renamed. A copy that was cut short goes on with
// the files it lacks. The folder's name carries the package's hash, so another package never meets it.
// Everything is synced before the receipt, so a disk may be pulled out then; a checksum list lies beside
// the folder, for `sha256sum -c` on any machine.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../shared/errors.ts';
import { asStorageError } from '../packaging/package-folder.ts';
import { syncFolder } from '../storage/atomic-write.ts';
import { openFolder } from '../packaging/package-source.ts';
import { placeName as folderName, hashOfPlaceName, TAG_MANIFEST } from './place-name.ts';
import type { Receipt } from './upload-state.ts';
import { createUploadTracker } from './upload-tracker.ts';
import type { UploadTracker } from './upload-tracker.ts';
import type { HeldPackage, ListedPackage, Outgoing, OutgoingFile, SendContext, TrialStep, UploadTarget } from './upload-target.ts';
import { stateFor, throwIfCancelled } from './upload-target.ts';

export function createFolderTarget(url: URL): UploadTarget {
  const root = fileURLToPath(url);
  return {
    send: async (outgoing, context) => {
      try {
        return await send(root, url.href, outgoing, context);
      } catch (error) {
        throw context.signal.aborted ? new AppError('cancelled', {}, 'again', { cause: error }) : asStorageError(error, root);
      }
    },
    read: (sha256) => read(root, sha256),
    list: () => list(root),
    probe: () => probe(root),
  };
}

async function send(root: string, target: string, outgoing: Outgoing, context: SendContext): Promise<Receipt> {
  if (!(await isFolder(root))) throw new AppError('target-unreachable', { target: root }, 'again');
  await refuseTooLarge(root, outgoing);
  const tracker = createUploadTracker(await stateFor(outgoing, target, context.state), context.state, context.progress);
  const place = join(root, folderName(outgoing));
  const partial = join(root, `.${folderName(outgoing)}.partial`);
  try {
    if (!(await isFolder(place))) {
      // Another program may be faster with the same package, at any moment; then its copy is the copy.
      await copyAll(root, { outgoing, partial, place }, tracker, context.signal).catch(async (error: unknown) => {
        if (context.signal.aborted || !(await isFolder(place))) throw error;
        await rm(partial, { recursive: true, force: true });
      });
      await syncFolder(root);
    }
    for (const file of outgoing.files) tracker.update(file.path, { done: true, offset: file.sizeBytes });
    await compare(place, outgoing.files, context.signal);
    await writeChecksumList(root, outgoing);
    const receipt = await receiptOf(place, outgoing);
    tracker.finish(receipt);
    return receipt;
  } finally {
    await tracker.flush();
  }
}

async function copyAll(root: string, { outgoing, partial, place }: { outgoing: Outgoing; partial: string; place: string }, tracker: UploadTracker, signal: AbortSignal): Promise<void> {
  for (const file of outgoing.files) {
    throwIfCancelled(signal);
    // Outside the folder that will be renamed, so that nobody's half-written file goes along with it.
    if (!(await holds(partial, file))) await copy(outgoing.dir, partial, { file, temporary: join(root, `.${randomUUID()}.part`) }, signal);
    tracker.update(file.path, { done: true, offset: file.sizeBytes });
  }
  await rename(partial, place);
}

async function copy(from: string, to: string, { file, temporary }: { file: OutgoingFile; temporary: string }, signal: AbortSignal): Promise<void> {
  const place = join(to, file.path);
  await mkdir(dirname(place), { recursive: true });
  const hash = createHash('sha256');
  try {
    const source = createReadStream(join(from, file.path));
    source.on('data', (part) => hash.update(part));
    await pipeline(source, createWriteStream(temporary, { flush: true }), { signal });
    if (hash.digest('hex') !== file.sha256) throw new AppError('package-damaged', { path: file.path }, 'none');
    await rename(temporary, place);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function holds(dir: string, file: OutgoingFile): Promise<boolean> {
  const facts = await stat(join(dir, file.path)).catch(() => undefined);
  return facts?.size === file.sizeBytes && (await hashFile(join(dir, file.path))) === file.sha256;
}

/** Every file there and right, and nothing else. */
async function compare(place: string, files: readonly OutgoingFile[], signal: AbortSignal): Promise<void> {
  for (const file of files) {
    throwIfCancelled(signal);
    if (!(await holds(place, file))) throw new AppError('target-damaged', { path: file.path, target: place }, 'again');
  }
  const known = new Set(files.map(({ path }) => path));
  const stranger = (await openFolder(place)).entries.find(({ path }) => !known.has(path));
  if (stranger !== undefined) throw new AppError('target-damaged', { path: stranger.path, target: place }, 'none');
}

async function receiptOf(place: string, outgoing: Pick<Outgoing, 'name' | 'sha256'>): Promise<Receipt> {
  return { identifier: folderName(outgoing), sha256: await hashFile(join(place, TAG_MANIFEST)), at: (await stat(place)).mtime.toISOString() };
}

async function read(root: string, sha256: string): Promise<HeldPackage | undefined> {
  const { entries } = await openFolder(root);
  const ending = `-${sha256.slice(0, 12)}/${TAG_MANIFEST}`;
  const found = entries.find(({ path }) => path.endsWith(ending) && path.split('/').length === 2);
  if (found === undefined || (await hashFile(join(root, found.path))) !== sha256) return undefined;
  const place = dirname(join(root, found.path));
  const inside = await openFolder(place);
  const files = await Promise.all(inside.entries.map(async ({ path, sizeBytes }) => ({ path, sizeBytes, sha256: await hashFile(join(place, path)) })));
  return {
    receipt: { identifier: found.path.split('/')[0] ?? '', sha256, at: (await stat(place)).mtime.toISOString() },
    files,
    open: (file) => inside.open(file.path),
  };
}

const isFolder = (path: string): Promise<boolean> => stat(path).then((facts) => facts.isDirectory(), () => false);

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
  return hash.digest('hex');
}

/** Said before an hour of copying; what is there already of it counts. */
async function refuseTooLarge(root: string, outgoing: Outgoing): Promise<void> {
  const facts = await statfs(root).catch(() => undefined);
  if (facts === undefined || (await isFolder(join(root, folderName(outgoing))))) return;
  const inside = await openFolder(join(root, `.${folderName(outgoing)}.partial`)).catch(() => ({ entries: [] }));
  const wanted = outgoing.files.reduce((sum, file) => sum + file.sizeBytes, 0) - inside.entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (facts.bavail * facts.bsize < wanted) throw new AppError('target-refused', { reason: 'no-room', target: root, wanted, free: facts.bavail * facts.bsize }, 'again');
}

async function writeChecksumList(root: string, outgoing: Outgoing): Promise<void> {
  const name = folderName(outgoing);
  const temporary = join(root, `.${randomUUID()}.part`);
  await writeFile(temporary, outgoing.files.map(({ path, sha256 }) => `${sha256}  ${name}/${path}\n`).join(''), { flush: true });
  await rename(temporary, join(root, `${name}.sha256`));
  await syncFolder(root);
}

async function list(root: string): Promise<readonly ListedPackage[]> {
  const names = await readdir(root).catch(() => {
    throw new AppError('target-unreachable', { target: root }, 'again');
  });
  const found: ListedPackage[] = [];
  for (const name of names.filter((candidate) => hashOfPlaceName(candidate) !== undefined)) {
    const place = join(root, name);
    const facts = await stat(join(place, TAG_MANIFEST)).catch(() => undefined);
    if (facts === undefined) continue;
    const bytes = (await openFolder(place)).entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    found.push({ sha256: await hashFile(join(place, TAG_MANIFEST)), identifier: name, at: facts.mtime.toISOString(), name, bytes });
  }
  return found;
}

async function probe(root: string): Promise<readonly TrialStep[]> {
  if (!(await isFolder(root))) throw new AppError('target-unreachable', { target: root, reason: 'no-such-folder' }, 'again');
  const trial = join(root, `.${randomUUID()}.part`);
  try {
    await writeFile(trial, 'thử', { flush: true });
  } catch (error) {
    throw asStorageError(error, root);
  } finally {
    await rm(trial, { force: true });
  }
  const facts = await statfs(root);
  return [{ ok: true, code: 'trial-reached', detail: { target: root } }, { ok: true, code: 'trial-writable' }, { ok: true, code: 'trial-room', detail: { freeBytes: facts.bavail * facts.bsize } }];
}

// SFTP: sftp://host/folder. As with a folder, the package grows in a hidden one beside its place, is read
// back and compared, and renamed. Every sender grows its own and remembers which, so that two machines with
// one package never write into, or take away, each other's half. The size of a file there is how far it is:
// SFTP writes in order, so a cut file goes on at its end. The host's key must be the profile's; a server
// cannot vouch for itself.
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '../../shared/errors.ts';
import { hashStream } from './hash-stream.ts';
import { hashOfPlaceName, placeName, TAG_MANIFEST } from './place-name.ts';
import { DEFAULT_PACE, withRetries } from './retry.ts';
import type { SftpSession } from './sftp-session.ts';
import { asSftpError, openSftp } from './sftp-session.ts';
import type { Receipt } from './upload-state.ts';
import type { UploadTracker } from './upload-tracker.ts';
import { createUploadTracker } from './upload-tracker.ts';
import type { HeldPackage, ListedPackage, Outgoing, OutgoingFile, SendContext, TargetOptions, TrialStep, UploadTarget } from './upload-target.ts';
import { stateFor, throwIfCancelled } from './upload-target.ts';

/** As much is on its way unacknowledged: enough for a long line, little enough to lose. */
const IN_FLIGHT = 4;
const WRITE_BYTES = 32 * 1024;

export function createSftpTarget(url: URL, options: TargetOptions): UploadTarget {
  const root = posix.join('/', decodeURIComponent(url.pathname)).replace(/\/$/, '') || '/';
  const pace = options.pace ?? DEFAULT_PACE;
  const withSession = async <T>(signal: AbortSignal, work: (session: SftpSession) => Promise<T>): Promise<T> => {
    const session = await openSftp(url, options, signal);
    try {
      return await work(session);
    } catch (error) {
      if (signal.aborted) throw new AppError('cancelled', {}, 'again', { cause: error });
      throw asSftpError(error, url.host, root);
    } finally {
      session.end();
    }
  };
  return {
    send: async (outgoing, context) => {
      const tracker = createUploadTracker(await stateFor(outgoing, url.href, context.state), context.state, context.progress);
      let before = tracker.doneBytes();
      const progressed = (): boolean => {
        const gained = tracker.doneBytes() > before;
        before = tracker.doneBytes();
        return gained;
      };
      try {
        const receipt = await withRetries(() => withSession(context.signal, (session) => sendPackage(outgoing, { session, root, target: url.host, tracker, options, context })), { pace, signal: context.signal, progressed });
        tracker.finish(receipt);
        return receipt;
      } finally {
        await tracker.flush();
      }
    },
    read: (sha256, signal) => withRetries(() => read(url, options, root, sha256, signal), { pace, signal }),
    list: (signal) => withRetries(() => withSession(signal, (session) => list(session, root, url.host)), { pace, signal }),
    probe: (signal) => withRetries(() => withSession(signal, (session) => probe(session, root, url.host)), { pace: { ...pace, tries: 1 }, signal }),
  };
}

type Sending = { readonly session: SftpSession; readonly root: string; readonly target: string; readonly tracker: UploadTracker; readonly options: TargetOptions; readonly context: SendContext };

async function sendPackage(outgoing: Outgoing, sending: Sending): Promise<Receipt> {
  const { session, root, tracker, context: { signal } } = sending;
  const place = posix.join(root, placeName(outgoing));
  const partial = await ownPartial(outgoing, sending);
  if ((await session.stat(root)) === undefined) throw new AppError('target-refused', { reason: 'wrong-path', target: sending.target, path: root });
  if ((await session.stat(place)) === undefined) {
    await sendAll(outgoing, partial, sending);
    await session.rename(partial, place).catch(async (error: unknown) => {
      // Another machine was faster with the same package: its copy is the copy, if it is right.
      if ((await session.stat(place)) === undefined) throw error;
      await compare(outgoing, place, sending);
    });
  } else await compare(outgoing, place, sending);
  await session.removeFolder(partial);
  for (const file of outgoing.files) tracker.update(file.path, { done: true, offset: file.sizeBytes });
  throwIfCancelled(signal);
  return receiptOf(session, place, sending.target);
}

/** The same after a restart: it is written down before it is made. */
async function ownPartial(outgoing: Outgoing, { root, tracker }: Sending): Promise<string> {
  const [first] = outgoing.files;
  if (first !== undefined && tracker.file(first.path).url === null) tracker.update(first.path, { url: `part:${randomUUID()}` });
  await tracker.flush();
  const mark = first === undefined ? '' : (tracker.file(first.path).url ?? '').slice('part:'.length);
  return posix.join(root, `.${placeName(outgoing)}.${mark}.partial`);
}

async function compare(outgoing: Outgoing, place: string, { session, target, context: { signal } }: Sending): Promise<void> {
  for (const file of outgoing.files) {
    throwIfCancelled(signal);
    if ((await session.stat(posix.join(place, file.path))) === undefined || (await hashStream(session.read(posix.join(place, file.path)), target)) !== file.sha256) throw new AppError('target-damaged', { path: file.path, target }, 'again');
  }
}

async function sendAll(outgoing: Outgoing, partial: string, sending: Sending): Promise<void> {
  const { session, tracker, context: { signal } } = sending;
  const wanted = outgoing.files.reduce((sum, file) => sum + file.sizeBytes, 0) - tracker.doneBytes();
  const free = await session.freeBytes(sending.root);
  if (free !== undefined && free < wanted) throw new AppError('target-refused', { reason: 'no-room', target: sending.target, wanted, free }, 'again');
  for (const folder of new Set(outgoing.files.map(({ path }) => dirname(posix.join(partial, path))))) await session.makeFolder(folder);
  for (const file of outgoing.files) {
    throwIfCancelled(signal);
    await sendAndCompare(file, posix.join(partial, file.path), outgoing.dir, sending);
  }
}

/** Read back at once. What a foreign or spoiled beginning made wrong is sent whole, once. */
async function sendAndCompare(file: OutgoingFile, place: string, dir: string, sending: Sending): Promise<void> {
  const { session, tracker, target } = sending;
  for (let round = 0; round < 2; round += 1) {
    if (!tracker.file(file.path).done) await sendFile(file, place, dir, sending);
    if ((await session.stat(place)) !== undefined && (await hashStream(session.read(place), target)) === file.sha256) return tracker.update(file.path, { done: true, offset: file.sizeBytes });
    tracker.update(file.path, { done: false, offset: 0 });
    if ((await session.stat(place)) !== undefined) await session.remove(place);
  }
  throw new AppError('target-damaged', { path: file.path, target }, 'again');
}

async function sendFile(file: OutgoingFile, place: string, dir: string, sending: Sending): Promise<void> {
  const { session, tracker, context: { signal }, options: { rate } } = sending;
  const there = await session.stat(place);
  if (there !== undefined && there.size === file.sizeBytes) return;
  // Never more than was meant; what is there beyond it is not ours.
  const start = there === undefined || there.size > file.sizeBytes ? 0 : there.size;
  const source = await open(join(dir, file.path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: unknown) => {
    throw new AppError('package-damaged', { path: file.path }, 'none', { cause: error });
  });
  try {
    const hash = createHash('sha256');
    if (start > 0) for await (const part of source.createReadStream({ start: 0, end: start - 1, autoClose: false })) hash.update(part as Uint8Array);
    const handle = await session.open(place);
    if ((there?.size ?? 0) > file.sizeBytes) await session.truncate(handle, 0);
    const flying = new Set<Promise<void>>();
    let failure: unknown;
    for (let at = start; at < file.sizeBytes; at += WRITE_BYTES) {
      signal.throwIfAborted();
      const { buffer, bytesRead } = await source.read(Buffer.alloc(Math.min(WRITE_BYTES, file.sizeBytes - at)), 0, undefined, at);
      if (bytesRead !== buffer.length) throw new AppError('package-damaged', { path: file.path, reason: 'became-shorter' });
      hash.update(buffer);
      await rate?.take(buffer.length, signal);
      const flight: Promise<void> = session.write(handle, buffer, at).then(() => tracker.update(file.path, { offset: at + buffer.length }), (error: unknown) => void (failure ??= error)).finally(() => flying.delete(flight));
      flying.add(flight);
      if (flying.size >= IN_FLIGHT) await Promise.race(flying);
      if (failure !== undefined) throw failure;
    }
    await Promise.all(flying);
    if (failure !== undefined) throw failure;
    if (hash.digest('hex') !== file.sha256) throw new AppError('package-damaged', { path: file.path }, 'none');
    await session.sync(handle);
    await session.close(handle);
  } finally {
    await source.close();
  }
}

async function receiptOf(session: SftpSession, place: string, target: string): Promise<Receipt> {
  const marker = posix.join(place, TAG_MANIFEST);
  const facts = await session.stat(marker);
  return { identifier: posix.basename(place), sha256: await hashStream(session.read(marker), target), at: new Date((facts?.mtime ?? 0) * 1000).toISOString() };
}

async function walk(session: SftpSession, folder: string, prefix = ''): Promise<{ path: string; sizeBytes: number }[]> {
  const found: { path: string; sizeBytes: number }[] = [];
  for (const { filename, attrs } of await session.list(folder)) {
    // A hostile server's names never lead anywhere else.
    if (filename === '.' || filename === '..' || filename.includes('/')) continue;
    if (attrs.isDirectory()) found.push(...(await walk(session, posix.join(folder, filename), `${prefix}${filename}/`)));
    else if (attrs.isFile()) found.push({ path: `${prefix}${filename}`, sizeBytes: attrs.size });
  }
  return found;
}

async function read(url: URL, options: TargetOptions, root: string, sha256: string, signal: AbortSignal): Promise<HeldPackage | undefined> {
  // Stays open for the streams that the caller reads; ends with the caller's signal or the server's patience.
  const session = await openSftp(url, options, signal);
  try {
    const name = (await session.list(root)).map(({ filename }) => filename).find((candidate) => hashOfPlaceName(candidate) === sha256.slice(0, 12));
    const place = posix.join(root, name ?? '');
    const receipt = name === undefined ? undefined : await receiptOf(session, place, url.host);
    if (receipt === undefined || receipt.sha256 !== sha256) return void session.end();
    const files: OutgoingFile[] = [];
    for (const file of await walk(session, place)) files.push({ ...file, sha256: await hashStream(session.read(posix.join(place, file.path)), url.host) });
    session.end();
    return { receipt, files, open: (file) => reopened(url, options, posix.join(place, file.path), signal) };
  } catch (error) {
    session.end();
    throw asSftpError(error, url.host, root);
  }
}

async function reopened(url: URL, options: TargetOptions, path: string, signal: AbortSignal): Promise<Readable> {
  const session = await openSftp(url, options, signal);
  return session.read(path).once('close', () => session.end());
}

async function list(session: SftpSession, root: string, target: string): Promise<readonly ListedPackage[]> {
  const found: ListedPackage[] = [];
  for (const { filename: name } of await session.list(root)) {
    if (hashOfPlaceName(name) === undefined || (await session.stat(posix.join(root, name, TAG_MANIFEST))) === undefined) continue;
    const { sha256, identifier, at } = await receiptOf(session, posix.join(root, name), target);
    found.push({ sha256, identifier, at, name, bytes: (await walk(session, posix.join(root, name))).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) });
  }
  return found;
}

async function probe(session: SftpSession, root: string, target: string): Promise<readonly TrialStep[]> {
  if ((await session.stat(root)) === undefined) throw new AppError('target-refused', { reason: 'wrong-path', target, path: root });
  const trial = posix.join(root, '.thu-ket-noi.part');
  await session.close(await session.open(trial));
  await session.remove(trial);
  const freeBytes = await session.freeBytes(root);
  return [{ ok: true, code: 'trial-reached', detail: { target } }, { ok: true, code: 'trial-writable' }, ...(freeBytes === undefined ? [] : [{ ok: true, code: 'trial-room', detail: { freeBytes } }])];
}

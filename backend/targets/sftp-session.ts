// One SFTP session as promises, with the host's key held against the profile's before anything is said.
import { createHash, timingSafeEqual } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Client, FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import { AppError, isAppError } from '../../shared/errors.ts';
import { reasonOf } from './reason-of.ts';
import { TryAgain } from './retry.ts';
import { readAhead } from './sftp-read.ts';
import type { TargetOptions } from './upload-target.ts';

export type SftpSession = {
  stat(path: string): Promise<Stats | undefined>;
  list(path: string): Promise<readonly FileEntryWithStats[]>;
  /** With what is missing above it. */
  makeFolder(path: string): Promise<void>;
  /** Opens for writing at a position, making it when missing. */
  open(path: string): Promise<Buffer>;
  write(handle: Buffer, bytes: Buffer, position: number): Promise<void>;
  /** To the far disk, where the server can. */
  sync(handle: Buffer): Promise<void>;
  truncate(handle: Buffer, size: number): Promise<void>;
  close(handle: Buffer): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** With all that is in it; none is none. */
  removeFolder(path: string): Promise<void>;
  read(path: string): Readable;
  freeBytes(path: string): Promise<number | undefined>;
  end(): void;
};

const READY_MS = 30_000;
const KEEP_ALIVE_MS = 15_000;
/** SSH_FX_NO_SUCH_FILE, SSH_FX_PERMISSION_DENIED, SSH_FX_FAILURE */
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;
const FAILURE = 4;

const codeOf = (error: unknown): number | undefined => (error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined);

/** What of SFTP passes by itself (TryAgain) and what does not. */
export function asSftpError(error: unknown, target: string, path = ''): unknown {
  if (isAppError(error) || error instanceof TryAgain) return error;
  const code = codeOf(error);
  if (code === PERMISSION_DENIED) return new AppError('target-refused', { reason: 'not-writable', target, path }, 'none', { cause: error });
  if (code === NO_SUCH_FILE) return new AppError('target-refused', { reason: 'wrong-path', target, path }, 'none', { cause: error });
  // OpenSSH says no more than "failure" when its disk is full.
  if (code === FAILURE) return new AppError('target-refused', { reason: 'no-room', target, path }, 'again', { cause: error });
  if (error instanceof Error && 'level' in error && error.level === 'client-authentication') return new AppError('target-refused', { status: 401, reason: 'not-allowed', target }, 'none', { cause: error });
  return new TryAgain(new AppError('target-unreachable', { target, reason: reasonOf(error) }, 'again', { cause: error }));
}

/** As ssh-keygen -l shows it. */
export const hostKeyFingerprint = (key: Buffer): string => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** AppErrors: wrong-usage (no user, unreadable key), target-refused host-key-unknown or host-key-differs (with the key that was shown); TryAgain for a line that fails. */
export async function openSftp(url: URL, options: TargetOptions, signal: AbortSignal): Promise<SftpSession> {
  if (options.user === undefined || (options.password === undefined && options.privateKey === undefined)) throw new AppError('wrong-usage', { target: url.host, reason: 'no-credentials' });
  if (options.proxy !== undefined) throw new AppError('wrong-usage', { target: url.host, reason: 'no-proxy-for-sftp' });
  const { user } = options;
  const ssh2 = await import('ssh2');
  const client = new ssh2.Client();
  const wanted = options.hostKey?.trim();
  let refusedKey: string | undefined;
  const stop = (): void => void client.destroy();
  signal.addEventListener('abort', stop, { once: true });
  client.on('close', () => signal.removeEventListener('abort', stop));
  try {
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      client.on('error', reject);
      client.on('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
      client.on('ready', () => {
        // A request is small and waits for its answer: Nagle's algorithm would hold each back for 40 ms.
        client.setNoDelay(true);
        client.sftp((error, session) => (error === undefined ? resolve(session) : reject(error)));
      });
      client.connect({
        host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? 22 : Number(url.port), readyTimeout: READY_MS, keepaliveInterval: KEEP_ALIVE_MS, keepaliveCountMax: 4, username: user,
        ...(options.password === undefined ? {} : { password: options.password }), ...(options.privateKey === undefined ? {} : { privateKey: options.privateKey }),
        hostVerifier: (key: Buffer) => {
          const shown = hostKeyFingerprint(key);
          if (wanted !== undefined && same(shown, wanted)) return true;
          refusedKey = shown;
          return false;
        },
      });
    });
    return session(client, sftp);
  } catch (error) {
    client.destroy();
    if (signal.aborted) throw new AppError('cancelled', {}, 'again', { cause: error });
    if (refusedKey !== undefined) throw new AppError('target-refused', { reason: wanted === undefined || wanted === '' ? 'host-key-unknown' : 'host-key-differs', hostKey: refusedKey, target: url.host }, 'none');
    throw asSftpError(error, url.host);
  }
}

function session(client: Client, sftp: SFTPWrapper): SftpSession {
  let closed: Error | undefined;
  const waiting = new Set<(error: Error) => void>();
  const closing = (): void => {
    closed = Object.assign(new Error('closed'), { code: 'ECONNRESET' });
    for (const reject of waiting) reject(closed);
  };
  client.on('close', closing);
  client.on('error', () => undefined);
  // A server that speaks nonsense: nothing more can be asked on this line.
  sftp.on('error', () => client.destroy());
  /** A line that goes down answers none of what was asked: then all of it fails. */
  const ask = <T>(work: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (closed !== undefined) return reject(closed);
      waiting.add(reject);
      work((error, value) => {
        waiting.delete(reject);
        if (error === null || error === undefined) resolve(value as T);
        else reject(error);
      });
    });
  const stat: SftpSession['stat'] = (path) => ask<Stats>((done) => sftp.stat(path, done)).catch((error: unknown) => {
    if (codeOf(error) === NO_SUCH_FILE) return undefined;
    throw error;
  });
  const makeFolder = async (path: string): Promise<void> => {
    if ((await stat(path)) !== undefined) return;
    const above = path.slice(0, path.lastIndexOf('/'));
    if (above !== '' && above !== path) await makeFolder(above);
    await ask<void>((done) => sftp.mkdir(path, done)).catch(async (error: unknown) => {
      // Another program made it first.
      if ((await stat(path)) === undefined) throw error;
    });
  };
  const list: SftpSession['list'] = (path) => ask<FileEntryWithStats[]>((done) => sftp.readdir(path, done));
  const remove: SftpSession['remove'] = (path) => ask<void>((done) => sftp.unlink(path, done));
  const removeFolder = async (path: string): Promise<void> => {
    if ((await stat(path)) === undefined) return;
    for (const { filename, attrs } of (await list(path)).filter((entry) => !['.', '..'].includes(entry.filename))) await (attrs.isDirectory() ? removeFolder : remove)(`${path}/${filename}`);
    await ask<void>((done) => sftp.rmdir(path, done));
  };
  return {
    stat, makeFolder, list, remove, removeFolder,
    open: (path) => ask<Buffer>((done) => sftp.open(path, 'r+', done)).catch((error: unknown) => {
      if (codeOf(error) === NO_SUCH_FILE) return ask<Buffer>((done) => sftp.open(path, 'w', done));
      throw error;
    }),
    write: (handle, bytes, position) => ask<void>((done) => sftp.write(handle, bytes, 0, bytes.length, position, done)),
    sync: (handle) => ask<void>((done) => sftp.ext_openssh_fsync(handle, done)).catch((error: unknown) => {
      if (closed !== undefined) throw error;
    }),
    truncate: (handle, size) => ask<void>((done) => sftp.fsetstat(handle, { size }, done)),
    close: (handle) => ask<void>((done) => sftp.close(handle, done)),
    rename: (from, to) => ask<void>((done) => sftp.rename(from, to, done)),
    read: (path) => Readable.from(readAhead({
      open: () => ask<Buffer>((done) => sftp.open(path, 'r', done)),
      readAt: (handle, position, bytes) => ask<Buffer>((done) => sftp.read(handle, Buffer.allocUnsafe(bytes), 0, bytes, position, (error, _read, data) => done(error, data))),
      // Of a file that was only read nothing is lost when the line goes before it is closed.
      close: (handle) => ask<void>((done) => sftp.close(handle, done)).catch(() => undefined),
    }), { objectMode: false }),
    freeBytes: async (path) => {
      const facts = await ask<{ f_bavail?: number; f_frsize?: number }>((done) => sftp.ext_openssh_statvfs(path, done)).catch(() => undefined);
      return facts?.f_bavail === undefined || facts.f_frsize === undefined ? undefined : Number(facts.f_bavail) * Number(facts.f_frsize);
    },
    end: () => void client.end(),
  };
}

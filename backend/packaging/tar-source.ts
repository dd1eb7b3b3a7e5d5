// A tar of a package (ustar, pax and GNU names), read in place: the headers are walked once, then every file is
// a range of the tar. A gzip around it is opened into a temporary file first. The same refusals as for zips.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError, isAppError } from '../../shared/errors.ts';
import type { PackageSource, SourceEntry } from './package-source.ts';
import { byPath } from './package-source.ts';
import { pathProblem } from './safe-path.ts';
import { withoutOuterFolder } from './outer-folder.ts';

const BLOCK = 512;
const MAX_ENTRIES = 1_000_000;
const MAX_NAME_BYTES = 64 * 1024;
const MAX_RATIO = 100;
const ALWAYS_ALLOWED_BYTES = 256 * 1024 * 1024;

type Member = { readonly at: number; readonly sizeBytes: number; readonly kind: SourceEntry['kind'] };

/** By its content: a tar has its mark in the first header, a gzip its own. */
export async function tarKind(path: string): Promise<'tar' | 'gzip' | null> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BLOCK), 0, BLOCK, 0);
    if (bytesRead >= 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) return 'gzip';
    return bytesRead === BLOCK && buffer.toString('latin1', 257, 262) === 'ustar' ? 'tar' : null;
  } finally {
    await file.close();
  }
}

/** AppErrors: file-corrupt, zip-bomb, zip-unsafe-name. */
export async function openTar(path: string, kind: 'tar' | 'gzip'): Promise<PackageSource> {
  if (kind === 'tar') return openPlain(path, () => Promise.resolve());
  const dir = await mkdtemp(join(tmpdir(), 'sohoa-tar-'));
  const clear = (): Promise<void> => rm(dir, { recursive: true, force: true });
  try {
    const plain = join(dir, 'inner.tar');
    await pipeline(createReadStream(path), createGunzip(), atMost(Math.max(ALWAYS_ALLOWED_BYTES, (await stat(path)).size * MAX_RATIO), path), createWriteStream(plain));
    return await openPlain(plain, clear);
  } catch (error) {
    await clear();
    throw isAppError(error) ? error : new AppError('file-corrupt', { path, reason: String(error) }, 'other-file', { cause: error });
  }
}

function atMost(maxBytes: number, path: string): Transform {
  let bytes = 0;
  return new Transform({
    transform: (part: Buffer, _, next) => {
      bytes += part.length;
      next(bytes > maxBytes ? new AppError('zip-bomb', { path, bytes }, 'none') : null, part);
    },
  });
}

async function openPlain(path: string, cleared: () => Promise<void>): Promise<PackageSource> {
  const file = await open(path, 'r');
  let members: ReadonlyMap<string, Member>;
  try {
    members = withoutOuterFolder(await readMembers(file, path));
  } finally {
    await file.close();
  }
  return {
    entries: [...members].map(([name, { sizeBytes, kind }]) => ({ path: name, sizeBytes, kind })).sort(byPath),
    open: (name) => {
      const member = members.get(name);
      if (member === undefined) return Promise.reject(new AppError('not-found', { path: name }));
      return Promise.resolve(member.sizeBytes === 0 ? Readable.from([]) : createReadStream(path, { start: member.at, end: member.at + member.sizeBytes - 1 }));
    },
    close: cleared,
  };
}

async function readMembers(file: FileHandle, path: string): Promise<Map<string, Member>> {
  const { size } = await file.stat();
  const members = new Map<string, Member>();
  const corrupt = (reason: string): AppError => new AppError('file-corrupt', { path, reason }, 'other-file');
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= size; ) {
    const { buffer: head } = await file.read(Buffer.alloc(BLOCK), 0, BLOCK, at);
    if (head.every((byte) => byte === 0)) break;
    if (!isSummed(head)) throw corrupt(`no header at byte ${at}`);
    const sizeBytes = numberAt(head, 124, 12);
    const type = String.fromCharCode(head[156] ?? 0);
    const data = at + BLOCK;
    if (data + sizeBytes > size) throw corrupt('cut short');
    at = data + Math.ceil(sizeBytes / BLOCK) * BLOCK;
    if (type === 'L' || type === 'x') longName = await nameIn(file, data, sizeBytes, type, corrupt) ?? longName;
    if ('Lxgk'.includes(type) && type !== '\0') continue;
    const name = longName ?? ustarName(head);
    longName = undefined;
    if (type === '5' || name.endsWith('/')) continue;
    const clean = name.replace(/^\.\//, '');
    if (pathProblem(clean.normalize('NFC')) !== null || members.has(clean)) throw new AppError('zip-unsafe-name', { path, name: clean.slice(0, 200) }, 'none');
    if (members.size >= MAX_ENTRIES) throw new AppError('zip-bomb', { path, bytes: size }, 'none');
    members.set(clean, { at: data, sizeBytes, kind: type === '0' || type === '\0' || type === '7' ? 'file' : type === '1' || type === '2' ? 'symlink' : 'other' });
  }
  return members;
}

const textAt = (head: Buffer, from: number, length: number): string => head.toString('utf8', from, from + length).replace(/\0.*$/s, '');
const ustarName = (head: Buffer): string => [textAt(head, 345, 155), textAt(head, 0, 100)].filter(Boolean).join('/');

/** Octal text, or base 256 where the first bit is set (GNU, for files beyond 8 GB). */
function numberAt(head: Buffer, from: number, length: number): number {
  if (((head[from] ?? 0) & 0x80) === 0) return Number.parseInt(textAt(head, from, length).trim() || '0', 8);
  return Number(head.readBigUInt64BE(from + length - 8));
}

/** The sum of the header's bytes, its own field counted as blanks. */
function isSummed(head: Buffer): boolean {
  const stated = numberAt(head, 148, 8);
  let sum = 8 * 0x20;
  for (const [index, byte] of head.entries()) if (index < 148 || index >= 156) sum += byte;
  return sum === stated;
}

async function nameIn(file: FileHandle, at: number, sizeBytes: number, type: string, corrupt: (reason: string) => AppError): Promise<string | undefined> {
  if (sizeBytes > MAX_NAME_BYTES) throw corrupt('a name too long');
  const { buffer } = await file.read(Buffer.alloc(sizeBytes), 0, sizeBytes, at);
  if (type === 'L') return textAt(buffer, 0, sizeBytes);
  // pax: "<length> path=<name>\n"
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(buffer.toString('utf8'))?.[1];
}

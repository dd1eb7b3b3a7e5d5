// A zip file of a package, read in place. A single folder around everything, as file managers make, is
// looked through. Refused before anything is read: entries that leave the package, more of them or more
// bytes than a package of this size can hold.
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import { openPromise } from 'yauzl';
import { AppError, isAppError } from '../../shared/errors.ts';
import type { PackageSource, SourceEntry } from './package-source.ts';
import { byPath } from './package-source.ts';
import { withoutOuterFolder } from './outer-folder.ts';
import { pathProblem } from './safe-path.ts';

const MAX_ENTRIES = 1_000_000;
/** Scans hardly shrink; text shrinks twentyfold. Anything far beyond is a bomb. */
const MAX_RATIO = 100;
const ALWAYS_ALLOWED_BYTES = 256 * 1024 * 1024;
const SYMLINK_MODE = 0o120000;

/** AppErrors: source-missing, file-corrupt, zip-bomb, zip-unsafe-name, zip-password. */
export async function openZip(path: string): Promise<PackageSource> {
  const size = await stat(path).then((facts) => facts.size, () => undefined);
  if (size === undefined) throw new AppError('source-missing', { path }, 'other-file');
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
    throw new AppError('file-corrupt', { path, reason: String(error) }, 'other-file', { cause: error });
  });
  try {
    const found = new Map<string, Entry>();
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      total += entry.uncompressedSize;
      if (found.size >= MAX_ENTRIES || total > Math.max(ALWAYS_ALLOWED_BYTES, size * MAX_RATIO)) throw new AppError('zip-bomb', { path, bytes: total }, 'none');
      if (entry.isEncrypted()) throw new AppError('zip-password', { path }, 'other-file');
      if (entry.fileName.endsWith('/')) continue;
      if (pathProblem(entry.fileName.normalize('NFC')) !== null || found.has(entry.fileName)) throw new AppError('zip-unsafe-name', { path, name: entry.fileName.slice(0, 200) }, 'none');
      found.set(entry.fileName, entry);
    }
    const inner = withoutOuterFolder(found);
    return {
      entries: [...inner].map(([name, entry]): SourceEntry => ({ path: name, sizeBytes: entry.uncompressedSize, kind: kindOf(entry) })).sort(byPath),
      open: async (name) => {
        const entry = inner.get(name);
        if (entry === undefined) throw new AppError('not-found', { path: name });
        return checked(await zip.openReadStreamPromise(entry), entry.crc32);
      },
      close: () => Promise.resolve(zip.close()),
    };
  } catch (error) {
    zip.close();
    if (isAppError(error)) throw error;
    const reason = String(error);
    throw new AppError(/relative path|absolute path|invalid characters/i.test(reason) ? 'zip-unsafe-name' : 'file-corrupt', { path, reason }, 'none', { cause: error });
  }
}

/** yauzl leaves the checksum to its callers; any other program will refuse the file. */
function checked(stream: Readable, expected: number): Readable {
  let sum = 0;
  const check = new Transform({
    transform: (part: Buffer, _, next) => {
      sum = crc32(part, sum);
      next(null, part);
    },
    flush: (next) => next(sum === expected >>> 0 ? null : new Error('the checksum in the zip is another')),
  });
  stream.on('error', (error) => check.destroy(error));
  check.on('close', () => stream.destroy());
  return stream.pipe(check);
}

const kindOf = (entry: Entry): SourceEntry['kind'] => (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMLINK_MODE ? 'symlink' : 'file');

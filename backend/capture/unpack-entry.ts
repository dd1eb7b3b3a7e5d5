// One entry of a zip onto the disk, under a generated name, with its size and checksum checked on the way.

import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { AppError } from '../../shared/errors.ts';
import { SNIFF_BYTES, sniffMedia, type Media } from './sniff-media.ts';

export type UnpackedEntry = { readonly path: string; readonly media: Media };

/**
 * Unpacks to `workDir/<uuid>`. Nothing is left behind on failure.
 * @throws AppError file-corrupt (checksum, broken stream, unknown compression), zip-bomb (more bytes than declared), disk-full.
 */
export async function unpackEntry(file: ZipFile, entry: Entry, options: { readonly workDir: string; readonly signal: AbortSignal }): Promise<UnpackedEntry> {
  await mkdir(options.workDir, { recursive: true });
  const path = join(options.workDir, randomUUID());
  const check = createCheck();
  try {
    if (!entry.canDecodeFileData()) throw new AppError('format-not-supported', { zipMethod: entry.compressionMethod }, 'other-file');
    await pipeline(await file.openReadStreamPromise(entry), check.stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal: options.signal });
    if (check.crc() !== entry.crc32) throw new AppError('file-corrupt', { reason: 'checksum' }, 'other-file');
    return { path, media: sniffMedia(check.head()) };
  } catch (error) {
    await rm(path, { force: true });
    options.signal.throwIfAborted();
    throw asAppError(error);
  }
}

function createCheck(): { readonly stream: Transform; crc(): number; head(): Uint8Array } {
  let crc = 0;
  let head = Buffer.alloc(0);
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      crc = crc32(chunk, crc);
      if (head.length < SNIFF_BYTES) head = Buffer.concat([head, chunk.subarray(0, SNIFF_BYTES - head.length)]);
      done(null, chunk);
    },
  });
  return { stream, crc: () => crc, head: () => head };
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') return new AppError('disk-full', {}, 'again', { cause: error });
  if (/too many bytes/i.test(reason)) return new AppError('zip-bomb', { reason }, 'other-file', { cause: error });
  return new AppError(/unexpected eof|not enough bytes|unexpected end/i.test(reason) ? 'file-truncated' : 'file-corrupt', { reason }, 'other-file', { cause: error });
}

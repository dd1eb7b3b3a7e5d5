// Where bytes lie that are found by what they are: <dir>/ab/cd/<sha256>, at most 65,536 folders.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';

const SHA256 = /^[0-9a-f]{64}$/;
const CHUNK_BYTES = 1 << 20;

/** 'not-found' for what is no SHA-256: an address never leaves the folder. */
export function blobAddress(dir: string, sha256: string): string {
  if (!SHA256.test(sha256)) throw new AppError('not-found', { what: 'blob', id: sha256.slice(0, 80) });
  return path.join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** In one pass and constant memory. */
export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

export const isThere = (file: string): Promise<boolean> => access(file).then(() => true, () => false);

/** For `catch` of a reading: a file that is not there is 'not-found'. */
export const missingBlob = (sha256: string) => (error: unknown): never => {
  throw error instanceof Error && 'code' in error && error.code === 'ENOENT' ? new AppError('not-found', { what: 'blob', id: sha256 }) : error;
};

// Content-addressed bytes of an encrypted workspace: the same addresses, each file sealed with AES-256-GCM in
// pieces of 1 MiB, so that a large original needs no large memory. A piece's place, whether it is the last, and
// the address are part of what is sealed: pieces and files cannot be moved about. Libraries that want a path get
// a copy in a scratch folder, of which only the last few are kept.
// Layout: 'SHB1', 8 bytes of chance, then pieces: ciphertext, tag (16).
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { BlobStore } from '../pipeline/step-context.ts';
import { writeAtomically, type Reach } from './atomic-write.ts';
import { blobAddress, hashOfFile, isThere, missingBlob, sha256Of } from './blob-address.ts';

const MAGIC = Buffer.from('SHB1');
const CHANCE_BYTES = 8;
const PIECE_BYTES = 1 << 20;
const TAG_BYTES = 16;
const SCRATCH_KEPT = 4;

const nonceOf = (chance: Buffer, index: number): Buffer => {
  const nonce = Buffer.alloc(12);
  chance.copy(nonce);
  nonce.writeUInt32BE(index, CHANCE_BYTES);
  return nonce;
};
const aboutPiece = (sha256: string, isLast: boolean): Buffer => Buffer.from(`${sha256}${isLast ? '.' : '+'}`);

function sealPiece(key: Buffer, chance: Buffer, index: number, about: Buffer, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(chance, index));
  cipher.setAAD(about);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export const isSealedBytes = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, MAGIC.length)).equals(MAGIC);

/** Seals bytes that come in pieces of any size; the address must be known before. */
async function sealInto(file: FileHandle, key: Buffer, sha256: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  const chance = randomBytes(CHANCE_BYTES);
  await file.write(Buffer.concat([MAGIC, chance]));
  let rest = Buffer.alloc(0);
  let index = 0;
  for await (const part of source) {
    rest = Buffer.concat([rest, part]);
    while (rest.length > PIECE_BYTES) {
      await file.write(sealPiece(key, chance, index++, aboutPiece(sha256, false), rest.subarray(0, PIECE_BYTES)));
      rest = rest.subarray(PIECE_BYTES);
    }
  }
  await file.write(sealPiece(key, chance, index, aboutPiece(sha256, true), rest));
}

export function unseal(key: Buffer, sha256: string, sealed: Buffer): Buffer {
  const damaged = (cause?: unknown): AppError => new AppError('original-damaged', { sha256 }, 'other-file', { cause });
  if (!isSealedBytes(sealed)) throw damaged();
  const chance = sealed.subarray(MAGIC.length, MAGIC.length + CHANCE_BYTES);
  const plain: Buffer[] = [];
  const step = PIECE_BYTES + TAG_BYTES;
  try {
    for (let at = MAGIC.length + CHANCE_BYTES, index = 0; at < sealed.length; at += step, index += 1) {
      const piece = sealed.subarray(at, at + step);
      const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(chance, index));
      decipher.setAAD(aboutPiece(sha256, at + step >= sealed.length));
      decipher.setAuthTag(piece.subarray(piece.length - TAG_BYTES));
      plain.push(decipher.update(piece.subarray(0, piece.length - TAG_BYTES)), decipher.final());
    }
  } catch (error) {
    throw damaged(error);
  }
  const bytes = Buffer.concat(plain);
  if (sha256Of(bytes) !== sha256) throw damaged();
  return bytes;
}

/** Writes a sealed file whole or not at all. */
export async function writeSealed(target: string, key: Buffer, sha256: string, source: AsyncIterable<Uint8Array>, reach: Reach = 'disk'): Promise<void> {
  await writeAtomically(target, (file) => sealInto(file, key, sha256, source), reach);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** `reach`: of what `put` writes. */
export function createSealedBlobStore(dir: string, key: Buffer, scratchDir: string, reach: Reach = 'disk'): BlobStore {
  const scratch: string[] = [];
  const addressOf = (sha256: string): string => blobAddress(dir, sha256);
  const get = async (sha256: string): Promise<Buffer> => unseal(key, sha256, await readFile(addressOf(sha256)).catch(missingBlob(sha256)));
  /** A damaged one is written again. */
  const isSound = async (sha256: string): Promise<boolean> => (await isThere(addressOf(sha256))) && get(sha256).then(() => true, () => false);
  return {
    get,
    has: (sha256) => isThere(addressOf(sha256)),
    put: async (bytes) => {
      const sha256 = sha256Of(bytes);
      if (!(await isSound(sha256))) await writeSealed(addressOf(sha256), key, sha256, once(bytes), reach);
      return sha256;
    },
    putFile: async (from) => {
      const sha256 = await hashOfFile(from);
      if (!(await isSound(sha256))) await writeSealed(addressOf(sha256), key, sha256, createReadStream(from, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Uint8Array>);
      return sha256;
    },
    pathOf: async (sha256) => {
      const file = path.join(scratchDir, sha256);
      if (!scratch.includes(file)) {
        await mkdir(scratchDir, { recursive: true, mode: 0o700 });
        await writeFile(file, await get(sha256), { mode: 0o600 });
        scratch.push(file);
        for (const old of scratch.splice(0, Math.max(0, scratch.length - SCRATCH_KEPT))) await rm(old, { force: true });
      }
      return file;
    },
  };
}

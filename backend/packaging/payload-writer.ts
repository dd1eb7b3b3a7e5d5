// Writes files below a package's data/ folder and keeps their checksums, taken while they are written:
// what a manifest says is what the program meant to write, and nothing is read twice.
import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { HashName } from './bag-manifest.ts';

export type WrittenFile = { readonly sizeBytes: number; readonly checksums: ReadonlyMap<HashName, string> };

export type PayloadFile = {
  write(bytes: Uint8Array): Promise<void>;
  /** To the disk, and into the list of what was written. */
  finish(): Promise<void>;
  /** Lets go of the file; needed also after a failure, harmless after finish. */
  close(): Promise<void>;
};

export type PayloadWriter = {
  /** The package's data/ folder, for what writes its files by itself. */
  readonly dataDir: string;
  /** `path` below data/, '/' separators. Fails when the file is there already. */
  create(path: string): Promise<PayloadFile>;
  /** `create`, finished once `fill` has written and let go of whatever happens. */
  fill(path: string, fill: (file: PayloadFile) => Promise<void>): Promise<void>;
  writeWhole(path: string, content: string | Uint8Array): Promise<void>;
  /** Takes over a file that was written, synced and hashed elsewhere on this disk. */
  adopt(path: string, from: string, written: WrittenFile): Promise<void>;
  /** By path from the package's root (data/…). */
  readonly written: ReadonlyMap<string, WrittenFile>;
};

export function createPayloadWriter(dataDir: string, hashes: readonly HashName[]): PayloadWriter {
  const written = new Map<string, WrittenFile>();
  const create = async (path: string): Promise<PayloadFile> => {
    const file = await open(join(dataDir, path), 'wx');
    const running = hashes.map((name): readonly [HashName, Hash] => [name, createHash(name)]);
    let sizeBytes = 0;
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (isOpen) await file.close();
      isOpen = false;
    };
    return {
      close,
      write: async (bytes) => {
        for (const [, hash] of running) hash.update(bytes);
        for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
        sizeBytes += bytes.length;
      },
      finish: async () => {
        await file.sync();
        await close();
        written.set(`data/${path}`, { sizeBytes, checksums: new Map(running.map(([name, hash]) => [name, hash.digest('hex')])) });
      },
    };
  };
  const fill: PayloadWriter['fill'] = async (path, write) => {
    const file = await create(path);
    try {
      await write(file);
      await file.finish();
    } finally {
      await file.close();
    }
  };
  const writeWhole = (path: string, content: string | Uint8Array): Promise<void> => fill(path, (file) => file.write(typeof content === 'string' ? Buffer.from(content) : content));
  const adopt: PayloadWriter['adopt'] = async (path, from, facts) => {
    if (written.has(`data/${path}`) || hashes.some((name) => !facts.checksums.has(name))) throw new Error(`${path} cannot be taken over`);
    await rename(from, join(dataDir, path));
    written.set(`data/${path}`, facts);
  };
  return { dataDir, create, fill, writeWhole, adopt, written };
}

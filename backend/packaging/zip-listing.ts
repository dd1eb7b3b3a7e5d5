// What a zip inside a package holds. A zip's directory stands at its end, so the stream is put down in
// a temporary file first: constant memory whatever the size of the book.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openZip } from './zip-source.ts';

export type ZipMember = { readonly name: string; readonly sizeBytes: number; readonly sha256: string };

/** Reads every member to its end. AppErrors as openZip. */
export async function listZip(stream: Readable): Promise<readonly ZipMember[]> {
  const dir = await mkdtemp(join(tmpdir(), 'sohoa-zip-'));
  try {
    const path = join(dir, 'inner.zip');
    await pipeline(stream, createWriteStream(path));
    const zip = await openZip(path);
    try {
      const members: ZipMember[] = [];
      for (const entry of zip.entries) {
        const hash = createHash('sha256');
        for await (const part of await zip.open(entry.path)) hash.update(part as Uint8Array);
        members.push({ name: entry.path, sizeBytes: entry.sizeBytes, sha256: hash.digest('hex') });
      }
      return members;
    } finally {
      await zip.close();
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

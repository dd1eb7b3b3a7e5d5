// Sound bags of random bytes, for tests that care about sizes and not about records.
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeBag } from '../../backend/packaging/write-bag.ts';

/** `files`: path below data/ → size in bytes, or the very bytes. Returns the size of the whole bag. */
export async function makeBag(dir: string, files: Readonly<Record<string, number | string>>, batchId = 'batch-1'): Promise<{ files: number; bytes: number }> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, 'data', path)), { recursive: true });
    await writeFile(join(dir, 'data', path), typeof content === 'number' ? randomBytes(content) : content);
  }
  return writeBag(dir, { batchId, batchName: 'Gói thử', createdAt: '2026-11-22T08:30:00.000Z', hashes: ['sha256'] }, new AbortController().signal);
}

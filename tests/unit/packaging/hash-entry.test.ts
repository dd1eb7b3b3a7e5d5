import { createHash, randomBytes } from 'node:crypto';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { hashedAtATime, hashEntry } from '../../../backend/packaging/hash-entry.ts';
import { openFolder } from '../../../backend/packaging/package-source.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const signal = new AbortController().signal;
const hex = (name: string, bytes: Uint8Array): string => createHash(name).update(bytes).digest('hex');

async function folderWith(files: Readonly<Record<string, Uint8Array>>) {
  const dir = await makeTempFolder();
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(dir, name), bytes);
  return { dir, source: await openFolder(dir) };
}

describe('checksums of a file in a package', () => {
  it.each([0, 1, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 700_000])('are right for %i bytes, all digests from one reading', async (size) => {
    const bytes = randomBytes(size);
    const { source } = await folderWith({ a: bytes });
    const sums = await hashEntry(source, 'a', ['md5', 'sha1', 'sha256', 'sha512'], signal);
    expect([...sums]).toEqual([['md5', hex('md5', bytes)], ['sha1', hex('sha1', bytes)], ['sha256', hex('sha256', bytes)], ['sha512', hex('sha512', bytes)]]);
  });

  it('of many files at once are not mixed up, though small ones go through the same memory', async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, randomBytes(index * 997)]));
    const { source } = await folderWith(files);
    expect(hashedAtATime(source)).toBeGreaterThan(1);
    const sums = await Promise.all(Object.keys(files).map(async (name) => (await hashEntry(source, name, ['sha256'], signal)).get('sha256')));
    expect(sums).toEqual(Object.values(files).map((bytes) => hex('sha256', bytes)));
  });

  it('of a stream that comes in pieces are those of the whole', async () => {
    const parts = [Buffer.from('xin '), Buffer.alloc(0), Buffer.from('chào')];
    const source = { open: () => Promise.resolve(Readable.from(parts)) };
    expect(hashedAtATime(source)).toBe(1);
    expect((await hashEntry(source, 'x', ['sha256'], signal)).get('sha256')).toBe(hex('sha256', Buffer.concat(parts)));
  });

  it('follow no link, and say when a file has gone', async () => {
    const { dir, source } = await folderWith({ a: Buffer.from('a') });
    await symlink(join(dir, 'a'), join(dir, 'link'));
    await expect(hashEntry(source, 'link', ['sha256'], signal)).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(hashEntry(source, 'none', ['sha256'], signal)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('stop when they are no longer wanted, before and within a file', async () => {
    const { source } = await folderWith({ small: randomBytes(10), large: randomBytes(2_000_000) });
    await expect(hashEntry(source, 'small', ['sha256'], AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    const stop = new AbortController();
    const slow = { open: () => Promise.resolve(Readable.from((function* () { yield Buffer.from('a'); stop.abort(); yield Buffer.from('b'); })())) };
    await expect(hashEntry(slow, 'x', ['sha256'], stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('leave room for others: timers run while thousands of small files are hashed', async () => {
    const { source } = await folderWith({ a: randomBytes(100_000) });
    let turns = 0;
    const timer = setInterval(() => { turns += 1; }, 1);
    for (let index = 0; index < 600; index += 1) await hashEntry(source, 'a', ['sha512'], signal);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });
});

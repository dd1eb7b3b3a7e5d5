import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBlobStore, layerBlobStores, sha256Of } from '../../../backend/storage/blob-store.ts';
import { writeFileAtomically } from '../../../backend/storage/atomic-write.ts';
import { asStorageError } from '../../../backend/storage/storage-error.ts';
import { createTempDir } from '../../support/test-backend.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let temp: Awaited<ReturnType<typeof createTempDir>>;
beforeEach(async () => {
  temp = await createTempDir();
});
afterEach(() => temp.remove());

async function allFiles(dir: string): Promise<readonly string[]> {
  return (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('the blob store', () => {
  it('writes again what a power cut left empty, where nothing waited for the disk', async () => {
    const store = createBlobStore(temp.dir, 'as-it-comes');
    const sha256 = await store.put(Buffer.from('ảnh nhỏ'));
    await writeFile(await store.pathOf(sha256), '');
    await expect(store.get(sha256)).rejects.toMatchObject({ code: 'original-damaged' });
    expect(await store.put(Buffer.from('ảnh nhỏ'))).toBe(sha256);
    expect(Buffer.from(await store.get(sha256)).toString()).toBe('ảnh nhỏ');
  });

  it('keeps bytes under their SHA-256, twice is once', async () => {
    const store = createBlobStore(temp.dir);
    const sha256 = await store.put(bytes('một trang'));
    expect(sha256).toBe(sha256Of(bytes('một trang')));
    expect(await store.put(bytes('một trang'))).toBe(sha256);
    expect(Buffer.from(await store.get(sha256)).toString('utf8')).toBe('một trang');
    expect(await allFiles(temp.dir)).toEqual([sha256]);
    expect(await store.has(sha256)).toBe(true);
  });

  it('takes the empty file and the same file from disk under the same address', async () => {
    const store = createBlobStore(path.join(temp.dir, 'store'));
    const file = path.join(temp.dir, 'scan');
    for (const text of ['', 'x'.repeat(3_000_000)]) {
      await writeFile(file, text);
      expect(await store.putFile(file)).toBe(await store.put(bytes(text)));
      expect(await readFile(await store.pathOf(sha256Of(bytes(text))), 'utf8')).toBe(text);
    }
  });

  it('takes the same bytes from many at once', async () => {
    const store = createBlobStore(temp.dir);
    const addresses = await Promise.all(Array.from({ length: 20 }, () => store.put(bytes('cùng lúc'))));
    expect(new Set(addresses).size).toBe(1);
    expect(await allFiles(temp.dir)).toHaveLength(1);
  });

  it('says not-found for what it has not, and for what is no address', async () => {
    const store = createBlobStore(temp.dir);
    for (const sha256 of ['0'.repeat(64), '../../etc/passwd', '', 'ABC']) {
      await expect(store.get(sha256)).rejects.toMatchObject({ code: 'not-found' });
      await expect(store.pathOf(sha256)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await store.has('0'.repeat(64))).toBe(false);
  });

  it('never hands out changed bytes, and is mended by storing the original again', async () => {
    const store = createBlobStore(temp.dir);
    const sha256 = await store.put(bytes('bản gốc'));
    await writeFile(await store.pathOf(sha256), 'bản khác');
    await expect(store.get(sha256)).rejects.toMatchObject({ code: 'original-damaged', detail: { sha256 } });
    await store.put(bytes('bản gốc'));
    expect(Buffer.from(await store.get(sha256)).toString('utf8')).toBe('bản gốc');
  });

  it('mends a damaged original from a file too', async () => {
    const store = createBlobStore(path.join(temp.dir, 'store'));
    const file = path.join(temp.dir, 'scan');
    await writeFile(file, 'bản gốc');
    const sha256 = await store.putFile(file);
    await writeFile(await store.pathOf(sha256), '');
    expect(await store.putFile(file)).toBe(sha256);
    expect(Buffer.from(await store.get(sha256)).toString('utf8')).toBe('bản gốc');
  });

  it('leaves nothing behind when the file to store is gone', async () => {
    const store = createBlobStore(path.join(temp.dir, 'store'));
    await expect(store.putFile(path.join(temp.dir, 'none'))).rejects.toThrow();
    expect(await allFiles(path.join(temp.dir, 'store'))).toEqual([]);
  });

  it('reads originals before derivatives when layered, and writes to the first', async () => {
    const first = createBlobStore(path.join(temp.dir, 'a'));
    const second = createBlobStore(path.join(temp.dir, 'b'));
    const both = layerBlobStores(first, second);
    const inSecond = await second.put(bytes('hai'));
    const inFirst = await both.put(bytes('một'));
    expect(await first.has(inFirst)).toBe(true);
    expect(Buffer.from(await both.get(inSecond)).toString('utf8')).toBe('hai');
    expect(await both.has(inSecond)).toBe(true);
    await rm(path.join(temp.dir, 'b'), { recursive: true });
    expect(await both.has(inSecond)).toBe(false);
  });
});

describe('writing whole or not at all', () => {
  it('replaces a file and leaves no temporary one', async () => {
    const file = path.join(temp.dir, 'sub', 'a.txt');
    await writeFileAtomically(file, 'một');
    await writeFileAtomically(file, 'hai');
    expect(await readFile(file, 'utf8')).toBe('hai');
    expect(await readdir(path.dirname(file))).toEqual(['a.txt']);
  });

  it('keeps the old file and no rest when it cannot be replaced', async () => {
    const folder = path.join(temp.dir, 'folder');
    await mkdir(path.join(folder, 'in it'), { recursive: true });
    await expect(writeFileAtomically(folder, 'x')).rejects.toMatchObject({ code: 'not-writable' });
    expect(await readdir(temp.dir)).toEqual(['folder']);
    await expect(writeFileAtomically(path.join(temp.dir, 'folder', 'in it', 'x'.repeat(300)), 'x')).rejects.toThrow();
  });

  it('tells a full disk and a locked one from a bug', () => {
    const failure = (code: string): Error => Object.assign(new Error(code), { code });
    expect(asStorageError(failure('ENOSPC'), '/x')).toMatchObject({ code: 'disk-full', retry: 'again' });
    expect(asStorageError(failure('SQLITE_FULL'), '/x')).toMatchObject({ code: 'disk-full' });
    expect(asStorageError(failure('EROFS'), '/x')).toMatchObject({ code: 'not-writable', detail: { path: '/x' } });
    const bug = failure('EBADF');
    expect(asStorageError(bug, '/x')).toBe(bug);
    expect(asStorageError('text', '/x')).toBe('text');
  });
});

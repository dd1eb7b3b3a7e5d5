import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFolder, readWhole } from '../../../backend/packaging/package-source.ts';
import { openZip } from '../../../backend/packaging/zip-source.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import type { ZipMember } from '../../support/zip-bytes.ts';
import { zipBytes } from '../../support/zip-bytes.ts';

async function zipOf(members: readonly ZipMember[]): Promise<string> {
  const path = join(await makeTempFolder(), 'gói.zip');
  await writeFile(path, zipBytes(members));
  return path;
}

async function listed(members: readonly ZipMember[]): Promise<string[]> {
  const zip = await openZip(await zipOf(members));
  await zip.close();
  return zip.entries.map(({ path }) => path);
}

describe('a package in a zip', () => {
  it('lists its files by path, folders left out, and reads each from the start however often', async () => {
    const zip = await openZip(await zipOf([{ name: 'data/', data: '' }, { name: 'data/sổ.txt', data: 'xin chào' }, { name: 'bagit.txt', data: 'B' }]));
    expect(zip.entries.map(({ path, sizeBytes, kind }) => [path, sizeBytes, kind])).toEqual([['bagit.txt', 1, 'file'], ['data/sổ.txt', 9, 'file']]);
    for (let turn = 0; turn < 2; turn += 1) expect((await readWhole(zip, 'data/sổ.txt', 100)).toString()).toBe('xin chào');
    await zip.close();
  });
  it('reads several files at once', async () => {
    const zip = await openZip(await zipOf(Array.from({ length: 20 }, (_, index) => ({ name: `${index}`, data: `${index}`.repeat(10_000) }))));
    const all = await Promise.all(zip.entries.map(async ({ path }) => (await readWhole(zip, path, 1_000_000)).toString() === path.repeat(10_000)));
    expect(all.every(Boolean)).toBe(true);
    await zip.close();
  });
  it('looks through one folder around everything, not through two, nor through one that has no bag', async () => {
    expect(await listed([{ name: 'gói/bagit.txt' }, { name: 'gói/data/a' }])).toEqual(['bagit.txt', 'data/a']);
    expect(await listed([{ name: 'a/b/bagit.txt' }, { name: 'a/b/data/x' }])).toEqual(['a/b/bagit.txt', 'a/b/data/x']);
    expect(await listed([{ name: 'gói/bagit.txt' }, { name: 'ngoài.txt' }])).toEqual(['gói/bagit.txt', 'ngoài.txt']);
    expect(await listed([{ name: 'bagit.txt' }, { name: 'gói/bagit.txt' }])).toEqual(['bagit.txt', 'gói/bagit.txt']);
  });
  it('is read through when it was made by a system that spells accents in two', async () => {
    const name = 'sổ.txt'.normalize('NFD');
    const zip = await openZip(await zipOf([{ name, data: 'x' }]));
    expect((await readWhole(zip, name, 10)).toString()).toBe('x');
    await zip.close();
  });
  it('may be empty', async () => {
    expect(await listed([])).toEqual([]);
  });
  it('gives nothing that it does not list', async () => {
    const zip = await openZip(await zipOf([{ name: 'a', data: 'x' }]));
    await expect(zip.open('b')).rejects.toMatchObject({ code: 'not-found' });
    await zip.close();
  });
  it('stops at the limit of what is asked for', async () => {
    const zip = await openZip(await zipOf([{ name: 'a', data: 'x'.repeat(100_000) }]));
    await expect(readWhole(zip, 'a', 1_000)).rejects.toMatchObject({ code: 'payload-too-large' });
    await zip.close();
  });
  it.each<readonly [string, ZipMember]>([
    ['a member whose checksum is another', { name: 'a', data: 'xin chào', crc: 1 }],
    ['a member longer than it says', { name: 'a', data: 'x'.repeat(1_000), declaredBytes: 10 }],
  ])('fails while reading %s', async (_, member) => {
    const zip = await openZip(await zipOf([member]));
    await expect(readWhole(zip, 'a', 10_000)).rejects.toThrow();
    await zip.close();
  });
  it('cut in the middle is named as damaged', async () => {
    const path = await zipOf([{ name: 'a', data: 'x'.repeat(1_000) }, { name: 'b', data: 'y' }]);
    await writeFile(path, zipBytes([{ name: 'a', data: 'x'.repeat(1_000) }]).subarray(0, 60));
    await expect(openZip(path)).rejects.toMatchObject({ code: 'file-corrupt' });
  });
});

describe('a file of a folder read whole', () => {
  it('is the file, small or large, and no more than was asked for', async () => {
    const dir = await makeTempFolder();
    for (const [name, size] of [['nhỏ', 1000], ['to', 400_000]] as const) await writeFile(join(dir, name), 'x'.repeat(size));
    const folder = await openFolder(dir);
    await writeFile(join(dir, 'khác'), 'y'.repeat(1000));
    const [small, other, large] = [await readWhole(folder, 'nhỏ', 1000), await readWhole(folder, 'khác', 1000), await readWhole(folder, 'to', 400_000)];
    expect([small, other, large].map((bytes) => `${bytes.length}${bytes.toString('latin1', 0, 1)}`)).toEqual(['1000x', '1000y', '400000x']);
    for (const name of ['nhỏ', 'to']) await expect(readWhole(folder, name, 999)).rejects.toMatchObject({ code: 'payload-too-large' });
  });
  it.skipIf(process.platform === 'win32')('is not waited for where it is a pipe that nobody writes into', async () => {
    const dir = await makeTempFolder();
    execFileSync('mkfifo', [join(dir, 'ống')]);
    const folder = await openFolder(dir);
    expect(folder.entries.map(({ kind }) => kind)).toEqual(['other']);
    expect(await readWhole(folder, 'ống', 100)).toHaveLength(0);
  });
});

import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expandSources, type Source, type SourceFailure } from '../../../backend/capture/expand-sources.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { fourCorners } from '../../support/test-pictures.ts';
import { zipBytes, type ZipMember } from '../../support/zip-bytes.ts';

const jpeg = await fourCorners().jpeg().toBuffer();

async function expandAll(inputs: readonly string[], workDir: string, signal = new AbortController().signal): Promise<readonly Source[]> {
  return collect(expandSources(inputs, { workDir, signal }));
}
async function collect(sources: AsyncIterable<Source>): Promise<readonly Source[]> {
  const all: Source[] = [];
  for await (const source of sources) all.push(source);
  return all;
}
const names = (sources: readonly Source[]): readonly string[] => sources.map((source) => (source.kind === 'file' ? source.displayName : `${source.displayName} ✗ ${source.code}`));
const failures = (sources: readonly Source[]): readonly SourceFailure[] => sources.filter((source) => source.kind === 'failure');

async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<{ readonly root: string; readonly work: string }> {
  const dir = await makeTempFolder();
  const root = join(dir, 'in');
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), bytes);
  }
  return { root, work: join(dir, 'work') };
}

async function zipWith(members: readonly ZipMember[]): Promise<{ readonly zip: string; readonly work: string }> {
  const { root, work } = await folderWith({ 'so.zip': zipBytes(members) });
  return { zip: join(root, 'so.zip'), work };
}

describe('folders', () => {
  it('give their files in natural order, folders within, and pass hidden and companion files over', async () => {
    const { root, work } = await folderWith({ 'q10/1.jpg': jpeg, 'q2/10.jpg': jpeg, 'q2/9.jpg': jpeg, 'q2/truth.json': '{}', '.hidden/1.jpg': jpeg, '__MACOSX/._1.jpg': 'x', 'Thumbs.db': 'x', '3.jpg': jpeg });
    expect(names(await expandAll([root], work))).toEqual(['3.jpg', 'q2/9.jpg', 'q2/10.jpg', 'q10/1.jpg']);
  });

  it('give a scan whatever its extension, and a wrong file with the extension of a scan', async () => {
    const { root, work } = await folderWith({ 'a.txt': jpeg, 'b.jpg': 'just text', 'c': 'no extension', 'd.docx': 'x' });
    expect(names(await expandAll([root], work))).toEqual(['a.txt', 'b.jpg', 'c', 'd.docx']);
  });

  it('give names in NFC and paths that open, for decomposed accents, emoji and 255 bytes', async () => {
    const long = `${'ư'.repeat(125)}.jpg`;
    expect(Buffer.byteLength(long)).toBe(254);
    const { root, work } = await folderWith({ ['Giấy khai sinh.jpg'.normalize('NFD')]: jpeg, '😀🎉.jpg': jpeg, [long]: jpeg });
    const sources = await expandAll([root], work);
    expect(names(sources)).toEqual(expect.arrayContaining(['Giấy khai sinh.jpg'.normalize('NFC'), '😀🎉.jpg', long]));
    for (const source of sources) expect(source.kind === 'file' && (await readFile(source.path)).equals(jpeg)).toBe(true);
  });

  it('follow links inside themselves, never out, and end on loops', async () => {
    const { root, work } = await folderWith({ 'real/1.jpg': jpeg });
    await writeFile(join(root, '..', 'secret.jpg'), jpeg);
    await symlink('real/1.jpg', join(root, 'link.jpg'));
    await symlink('../secret.jpg', join(root, 'out.jpg'));
    await symlink('..', join(root, 'real', 'loop'));
    await symlink('nowhere', join(root, 'dangling.jpg'));
    expect(names(await expandAll([root], work))).toEqual(['dangling.jpg ✗ source-missing', 'link.jpg', 'out.jpg ✗ source-unreadable', 'real/1.jpg']);
  });

  it('give nothing when they are empty', async () => {
    const { root, work } = await folderWith({ '.keep': '' });
    expect(await expandAll([root], work)).toEqual([]);
  });
});

describe('inputs', () => {
  it('come in the order given, missing ones named in their place', async () => {
    const { root, work } = await folderWith({ '1.jpg': jpeg, '2.jpg': jpeg });
    expect(names(await expandAll([join(root, '2.jpg'), join(root, 'none.jpg'), join(root, '1.jpg')], work))).toEqual(['2.jpg', 'none.jpg ✗ source-missing', '1.jpg']);
  });

  it('that are named are given even when they look like companions', async () => {
    const { root, work } = await folderWith({ 'notes.txt': 'text' });
    expect(names(await expandAll([join(root, 'notes.txt')], work))).toEqual(['notes.txt']);
  });

  it('that the system will not open are named and do not stop the rest', async () => {
    const { root, work } = await folderWith({ '1.jpg': jpeg });
    expect(names(await expandAll([join(root, 'x'.repeat(300)), join(root, '1.jpg')], work))).toEqual([`${'x'.repeat(300)} ✗ source-unreadable`, '1.jpg']);
  });

  it('that are no files are refused', async () => {
    const dir = await makeTempFolder();
    expect(names(await expandAll(['/dev/null'], dir))).toEqual(['null ✗ source-unreadable']);
  });

  it('stop at once when cancelled', async () => {
    const { root, work } = await folderWith({ '1.jpg': jpeg });
    await expect(expandAll([root], work, AbortSignal.abort())).rejects.toThrow();
  });
});

describe('zips', () => {
  it('are folders: natural order, system files passed over, entries under names of our own', async () => {
    const { zip, work } = await zipWith([{ name: 'b/10.jpg', data: jpeg }, { name: 'b/', data: '' }, { name: 'b/9.jpg', data: jpeg, method: 0 }, { name: '__MACOSX/b/._9.jpg', data: 'x' }, { name: 'b/.DS_Store', data: 'x' }, { name: 'readme.txt', data: 'hello' }]);
    const sources = await expandAll([zip], work);
    expect(names(sources)).toEqual(['so.zip/b/9.jpg', 'so.zip/b/10.jpg']);
    for (const source of sources) expect(source.kind === 'file' && (await readFile(source.path)).equals(jpeg)).toBe(true);
    expect((await readdir(work)).every((name) => /^[0-9a-f-]{36}$/.test(name))).toBe(true);
  });

  it('are found by content inside folders, whatever they are called', async () => {
    const { root, work } = await folderWith({ 'book': zipBytes([{ name: '1.jpg', data: jpeg }]) });
    expect(names(await expandAll([root], work))).toEqual(['book/1.jpg']);
  });

  it('never write outside the work folder, and their sound entries come through', async () => {
    const { zip, work } = await zipWith([{ name: '../evil.jpg', data: jpeg }, { name: '/abs.jpg', data: jpeg }, { name: 'a\\..\\..\\win.jpg', data: jpeg }, { name: 'C:\\x.jpg', data: jpeg }, { name: 'ok.jpg', data: jpeg }]);
    const sources = await expandAll([zip], work);
    expect(failures(sources).map(({ code }) => code)).toEqual(['zip-unsafe-name', 'zip-unsafe-name', 'zip-unsafe-name', 'zip-unsafe-name']);
    expect(names(sources)).toContain('so.zip/ok.jpg');
    expect(await readdir(join(work, '..'))).toEqual(['in', 'work']);
  });

  it('with a password are named: once when all of it is locked, else entry by entry', async () => {
    const locked = await zipWith([{ name: '1.jpg', data: jpeg, flags: 1 }, { name: '2.jpg', data: jpeg, flags: 1 }]);
    expect(names(await expandAll([locked.zip], locked.work))).toEqual(['so.zip ✗ zip-password']);
    const half = await zipWith([{ name: '1.jpg', data: jpeg, flags: 1 }, { name: '2.jpg', data: jpeg }]);
    expect(names(await expandAll([half.zip], half.work))).toEqual(['so.zip/1.jpg ✗ zip-password', 'so.zip/2.jpg']);
  });

  it('that declare a bomb are refused before anything is unpacked', async () => {
    const { zip, work } = await zipWith([{ name: '1.bmp', data: 'x', declaredBytes: 2 ** 31 + 5 }]);
    expect(names(await expandAll([zip], work))).toEqual(['so.zip ✗ zip-bomb']);
    await expect(readdir(work)).rejects.toThrow();
  });

  it('that unpack to more than they declare are stopped and leave nothing behind', async () => {
    const { zip, work } = await zipWith([{ name: '1.bmp', data: Buffer.alloc(5_000_000), declaredBytes: 1000 }]);
    expect(names(await expandAll([zip], work))).toEqual(['so.zip/1.bmp ✗ zip-bomb']);
    expect(await readdir(work)).toEqual([]);
  });

  it('whose entries share their bytes are refused', async () => {
    const { zip, work } = await zipWith([{ name: '1.jpg', data: jpeg }, { name: '2.jpg', data: jpeg, headerOf: 0 }]);
    expect(names(await expandAll([zip], work))).toEqual(['so.zip ✗ zip-bomb']);
  });

  it('with a damaged entry lose only that one', async () => {
    const { zip, work } = await zipWith([{ name: '1.jpg', data: jpeg, crc: 12345 }, { name: '2.jpg', data: jpeg }, { name: '3.jpg', data: '', method: 0 }, { name: '4.jpg', data: jpeg, method: 99 }]);
    expect(names(await expandAll([zip], work))).toEqual(['so.zip/1.jpg ✗ file-corrupt', 'so.zip/2.jpg', 'so.zip/3.jpg ✗ empty-file', 'so.zip/4.jpg ✗ format-not-supported']);
  });

  it('inside zips are refused, office documents are named', async () => {
    const nested = await zipWith([{ name: 'inner.zip', data: zipBytes([{ name: '1.jpg', data: jpeg }]) }, { name: '1.jpg', data: jpeg }]);
    expect(names(await expandAll([nested.zip], nested.work))).toEqual(['so.zip/1.jpg', 'so.zip/inner.zip ✗ format-not-supported']);
    const word = await zipWith([{ name: '[Content_Types].xml', data: '<x/>' }, { name: 'word/document.xml', data: '<x/>' }]);
    expect(failures(await expandAll([word.zip], word.work))[0]).toMatchObject({ code: 'format-not-supported', detail: { media: 'office-document' } });
  });

  it('that are cut short, empty or damaged are named', async () => {
    const whole = zipBytes([{ name: '1.jpg', data: jpeg }]);
    const broken = Buffer.from(whole);
    broken.writeUInt32LE(0, broken.lastIndexOf('PK\x01\x02', undefined, 'latin1'));
    const { root, work } = await folderWith({ 'cut': whole.subarray(0, whole.length / 2), 'empty': zipBytes([]), 'broken': broken });
    expect(names(await expandAll([root], work))).toEqual(['broken ✗ file-corrupt', 'cut ✗ file-truncated', 'empty ✗ nothing-to-import']);
  });

  it('show long and wild names safely', async () => {
    const { zip, work } = await zipWith([{ name: `${'x'.repeat(300)}.jpg`, data: jpeg }, { name: 'esc\u001b[2J.jpg', data: jpeg }, { name: Buffer.from([0x82, 0x2e, 0x6a, 0x70, 0x67]), flags: 0, data: jpeg }]);
    const shown = names(await expandAll([zip], work));
    expect(shown).toContain('so.zip/é.jpg');
    expect(shown.join('')).not.toContain('\u001b');
    expect(Math.max(...shown.map((name) => name.length))).toBeLessThanOrEqual(262);
  });

  it('stop between entries when cancelled', async () => {
    const { zip, work } = await zipWith([{ name: '1.jpg', data: jpeg }, { name: '2.jpg', data: jpeg }]);
    const abort = new AbortController();
    const iterator = expandSources([zip], { workDir: work, signal: abort.signal });
    expect((await iterator.next()).done).toBe(false);
    abort.abort();
    await expect(iterator.next()).rejects.toThrow();
  });

  it('can vanish between two steps without stopping the rest', async () => {
    const { root, work } = await folderWith({ '1.jpg': jpeg, '2.jpg': jpeg, '3.jpg': jpeg });
    const iterator = expandSources([root], { workDir: work, signal: new AbortController().signal });
    await iterator.next();
    await rename(join(root, '2.jpg'), join(root, '..', 'moved.jpg'));
    expect(names(await collect(iterator))).toEqual(['2.jpg ✗ source-missing', '3.jpg']);
  });
});

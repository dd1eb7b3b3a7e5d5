import { execFileSync } from 'node:child_process';
import { appendFile, cp, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyPackage } from '../../../backend/packaging/verify-package.ts';
import { makeBag } from '../../support/sample-bag.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const signal = new AbortController().signal;
const LONG = `${'tên rất dài '.repeat(14)}x.bin`;

async function tarOf(format: string, ...more: readonly string[]): Promise<string> {
  const dir = await makeTempFolder();
  await makeBag(join(dir, 'gói'), { 'a.bin': 70_000, 'rỗng.txt': '', [`sâu/hơn/${LONG}`]: 'chữ' });
  execFileSync('tar', [`--format=${format}`, ...more, '-cf', 'goi.tar', 'gói'], { cwd: dir });
  return join(dir, 'goi.tar');
}
const codes = async (path: string): Promise<string[]> => (await verifyPackage(path, signal)).findings.filter(({ ok }) => !ok).map(({ code }) => code);

describe('a tar of a package', () => {
  it.for(['gnu', 'pax', 'posix'])('is found sound, long Vietnamese names and empty files and all: %s', async (format) => {
    expect(await verifyPackage(await tarOf(format), signal)).toMatchObject({ ok: true, files: 7 });
  });
  it('is read through a gzip', async () => expect(await codes(await tarOf('pax', '-z'))).toEqual([]));
  it('is read from inside its folder, names beginning with ./', async () => {
    const dir = await makeTempFolder();
    await makeBag(join(dir, 'bag'), { 'a.bin': 10 });
    execFileSync('tar', ['-cf', '../goi.tar', '.'], { cwd: join(dir, 'bag') });
    expect(await codes(join(dir, 'goi.tar'))).toEqual([]);
  });
  it('with one byte changed is refused by name', async () => {
    const path = await tarOf('pax');
    const bytes = await readFile(path);
    const at = bytes.indexOf(Buffer.from('chữ'));
    bytes[at] = 65;
    await writeFile(path, bytes);
    expect(await codes(path)).toEqual(['file-changed']);
  });
  it('cut short, or with a header that is none, is no package', async () => {
    const cut = await tarOf('gnu');
    await truncate(cut, 1024 * 20);
    await expect(verifyPackage(cut, signal)).rejects.toMatchObject({ code: 'file-corrupt' });
    const broken = await tarOf('gnu');
    const bytes = await readFile(broken);
    bytes[600] = (bytes[600] ?? 0) ^ 1;
    bytes.fill(65, 512, 560);
    await writeFile(broken, bytes);
    await expect(verifyPackage(broken, signal)).rejects.toMatchObject({ code: 'file-corrupt' });
  });
  it('that reaches out of itself is refused, and a link in it is told', async () => {
    const dir = await makeTempFolder();
    await mkdir(join(dir, 'in'));
    await writeFile(join(dir, 'x'), 'x');
    execFileSync('tar', ['-P', '-cf', '../goi.tar', '../x'], { cwd: join(dir, 'in') });
    await expect(verifyPackage(join(dir, 'goi.tar'), signal)).rejects.toMatchObject({ code: 'zip-unsafe-name' });
    await makeBag(join(dir, 'bag'), { 'a.bin': 10 });
    execFileSync('ln', ['-s', '/etc/passwd', join(dir, 'bag/data/link')]);
    execFileSync('tar', ['-cf', 'links.tar', 'bag'], { cwd: dir });
    expect(await codes(join(dir, 'links.tar'))).toContain('symbolic-link');
  });
  it('that is a gzip of nothing sensible is no package', async () => {
    const dir = await makeTempFolder();
    await writeFile(join(dir, 'a.tar.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]));
    await expect(verifyPackage(join(dir, 'a.tar.gz'), signal)).rejects.toMatchObject({ code: 'file-corrupt' });
  });
  it('is not mistaken for a stranger’s zip', async () => {
    const path = await tarOf('gnu');
    await cp(path, `${path}.zip`);
    expect(await codes(`${path}.zip`)).toEqual([]);
    await appendFile(path, Buffer.alloc(512));
    expect(await codes(path)).toEqual([]);
  });
});

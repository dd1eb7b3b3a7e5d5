import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { placePackage } from '../../../backend/digitize/write-outputs.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

/** Another file system than that of temporary folders, where there is one. */
const OTHER = '/dev/shm';
const hasOther = existsSync(OTHER) && statSync(OTHER).dev !== statSync(tmpdir()).dev;

async function packageIn(dir: string, text: string): Promise<string> {
  const from = path.join(dir, 'gói');
  await mkdir(path.join(from, 'data'), { recursive: true });
  await writeFile(path.join(from, 'bagit.txt'), text);
  await writeFile(path.join(from, 'data', 'sổ.txt'), 'xin chào');
  return from;
}
const textOf = (target: string): Promise<string> => readFile(path.join(target, 'bagit.txt'), 'utf8');

describe('a package put where it was asked for', () => {
  it('is copied while it is still wanted where it was, and moved when it is not; an earlier one goes', async () => {
    const dir = await makeTempFolder();
    const target = path.join(dir, 'out', 'package');
    await mkdir(path.dirname(target));
    const from = await packageIn(dir, 'một');
    await placePackage(from, target);
    expect((await readdir(from)).sort()).toEqual(['bagit.txt', 'data']);
    await writeFile(path.join(from, 'bagit.txt'), 'hai');
    await placePackage(from, target, true);
    expect(existsSync(from)).toBe(false);
    expect(await textOf(target)).toBe('hai');
    expect(await readdir(path.dirname(target))).toEqual(['package']);
  });

  it('does not take the place of what is no package', async () => {
    const dir = await makeTempFolder();
    const target = path.join(dir, 'out');
    await mkdir(target);
    await writeFile(path.join(target, 'thư.txt'), 'của người khác');
    const from = await packageIn(dir, 'một');
    await expect(placePackage(from, target, true)).rejects.toMatchObject({ code: 'package-exists' });
    expect(existsSync(from)).toBe(true);
    expect(await readdir(target)).toEqual(['thư.txt']);
  });

  it.skipIf(!hasOther)('is copied to another file system, where nothing can be moved', async () => {
    const other = await mkdtemp(path.join(OTHER, 'sohoa-'));
    try {
      const target = path.join(other, 'package');
      await placePackage(await packageIn(await makeTempFolder(), 'một'), target, true);
      expect(await textOf(target)).toBe('một');
      expect(await readFile(path.join(target, 'data', 'sổ.txt'), 'utf8')).toBe('xin chào');
      expect(await readdir(other)).toEqual(['package']);
    } finally {
      await rm(other, { recursive: true });
    }
  });
});

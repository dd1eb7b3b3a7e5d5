// A package written to a disk that is really too small: what was begun is gone, the disk is as it was, the
// message says what to do, and when there is room the same package is built.
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyPackage } from '../../backend/packaging/verify-package.ts';
import type { PackageInput } from '../../backend/packaging/package-input.ts';
import { buildPackage } from '../../backend/pipeline/package.ts';
import { createFolderBlobs, stepContext } from '../support/folder-blobs.ts';
import { packageInput, sampleRecord } from '../support/sample-records.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

/** Where file systems may not be mounted there is no small disk to fill. */
function mountSmallDisk(dir: string, megabytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it.for<readonly [PackageInput['profile'], number]>([['ho-tich', 1], ['luu-tru', 1], ['cv-7197', 1]])('leaves nothing on a disk that fills half-way through a %s package of more than %i MB, and goes on when there is room', async ([profile, megabytes], context) => {
  const work = await makeTempFolder();
  const disk = join(work, 'disk');
  await mkdir(disk);
  await mkdir(join(work, 'blobs'));
  if (!mountSmallDisk(disk, megabytes)) return context.skip('this machine mounts no file systems');
  try {
    const blobs = createFolderBlobs(join(work, 'blobs'));
    const records = [];
    for (let index = 0; index < 24; index += 1) records.push(await sampleRecord(blobs, `r${index}`, { values: { so: `${index + 1}/2017`, quyenSo: '01/2017', ngayDangKy: '03.02.2017', nksHoTen: `NGƯỜI ${index}` } }));
    const free = async (): Promise<number> => (await statfs(disk)).bavail;
    const before = await free();
    // Somebody else's file takes what there is, but for a little.
    await writeFile(join(disk, 'của-người-khác.bin'), Buffer.alloc(megabytes * 1024 * 1024 - 300_000));
    const input = packageInput(join(disk, 'package'), records, { profile, archive: { agencyCode: 'H47.99', agencyName: 'UBND xã Tam Thanh' } });
    await expect(buildPackage(input, stepContext(blobs))).rejects.toMatchObject({ code: 'disk-full', retry: 'again' });
    expect(await readdir(disk)).toEqual(['của-người-khác.bin']);
    await rm(join(disk, 'của-người-khác.bin'));
    expect(await free()).toBe(before);
    execFileSync('mount', ['-o', 'remount,size=64m', disk]);
    await buildPackage(input, stepContext(blobs));
    const { ok } = await verifyPackage(join(disk, 'package'), new AbortController().signal);
    expect(ok).toBe(true);
    expect(await readdir(disk)).toEqual(['package']);
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});

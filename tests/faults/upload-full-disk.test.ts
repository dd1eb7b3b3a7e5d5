// Disks that are really full (a small tmpfs), over there and here: said, nothing lost, and it goes on with
// what it has once there is room. Where mounting is not allowed it says so instead of passing silently.
import { execFileSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { readBack } from '../../backend/pipeline/read-back.ts';
import { uploadPackage } from '../../backend/pipeline/upload.ts';
import { createMemoryUploadState } from '../../backend/targets/upload-state.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { startRepository } from '../support/running-repository.ts';
import { makeBag } from '../support/sample-bag.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const never = new AbortController().signal;
const PACE = { firstDelayMs: 5, longestDelayMs: 60, tries: 4 };

async function smallDisk(megabytes: number): Promise<{ dir: string; grow(to: number): void } | undefined> {
  const dir = join(await makeTempFolder(), 'disk');
  await mkdir(dir);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', dir]));
  return { dir, grow: (to) => void execFileSync('mount', ['-o', `remount,size=${to}m`, dir]) };
}
const WHY = 'a small file system cannot be mounted here (not root): a really full disk was not tried';

it('of the repository: said as no room, what arrived stays, and it goes on when there is room', async (context) => {
  const disk = await smallDisk(6);
  if (disk === undefined) return context.skip(WHY);
  const bag = join(await makeTempFolder(), 'goi');
  const { bytes } = await makeBag(bag, { 'a.bin': 10_000_000, 'b.bin': 300_000 });
  const repository = await startRepository(join(disk.dir, 'kho'));
  const proxy = await startCuttingProxy(repository.port());
  const state = createMemoryUploadState();
  const send = () => uploadPackage({ dir: bag, target: proxy.url, state, pace: PACE }, { signal: never, progress: () => undefined });
  await expect(send()).rejects.toMatchObject({ code: 'target-refused', retry: 'again', detail: { reason: 'no-room' } });
  expect(await repository.packages()).toBe(0);
  const before = proxy.bytesUp();
  disk.grow(40);
  await send();
  expect(proxy.bytesUp() - before).toBeLessThan(bytes * 0.8);
  expect(await repository.packages()).toBe(1);
  expect(await readBack({ dir: bag, target: repository.url() }, never)).toMatchObject({ ok: true });
});

it('a USB disk: told before an hour of copying, nothing half is left in its place, and it goes on with room', async (context) => {
  const disk = await smallDisk(6);
  if (disk === undefined) return context.skip(WHY);
  const bag = join(await makeTempFolder(), 'goi');
  await makeBag(bag, { 'a.bin': 10_000_000 });
  const target = pathToFileURL(`${disk.dir}/`).href;
  const send = () => uploadPackage({ dir: bag, target, state: createMemoryUploadState(), pace: PACE }, { signal: never, progress: () => undefined });
  await expect(send()).rejects.toMatchObject({ code: 'target-refused', detail: { reason: 'no-room' } });
  expect((await readdir(disk.dir)).filter((name) => !name.startsWith('.'))).toEqual([]);
  disk.grow(40);
  await send();
  expect(await readBack({ dir: bag, target }, never)).toMatchObject({ ok: true });
});

it('full in the middle of copying: said, no half-written package', async (context) => {
  const disk = await smallDisk(12);
  if (disk === undefined) return context.skip(WHY);
  const bag = join(await makeTempFolder(), 'goi');
  await makeBag(bag, { 'a.bin': 5_000_000, 'b.bin': 5_000_000 });
  const target = pathToFileURL(`${disk.dir}/`).href;
  let isFilled = false;
  // Somebody else fills the disk meanwhile.
  const progress = (done: number): void => {
    if (isFilled || done < 4_000_000) return;
    isFilled = true;
    execFileSync('sh', ['-c', 'dd if=/dev/zero of="$1" bs=64k 2>/dev/null || true', 'sh', join(disk.dir, 'khac.bin')]);
  };
  await expect(uploadPackage({ dir: bag, target, state: createMemoryUploadState(), pace: PACE }, { signal: never, progress })).rejects.toMatchObject({ code: 'disk-full', retry: 'again' });
  expect((await readdir(disk.dir)).filter((name) => !name.startsWith('.') && name !== 'khac.bin')).toEqual([]);
});

import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobAddress, hashOfFile, sha256Of } from '../../../backend/storage/blob-address.ts';
import { createVault, keysFor, openVault, pendingVaultFile, vaultFile } from '../../../backend/storage/vault.ts';
import { openBlobs, openWorkspace } from '../../../backend/storage/workspace.ts';
import { createTempDir } from '../../support/test-backend.ts';

const COST = { n: 1024, r: 8, p: 1 };
let temp: Awaited<ReturnType<typeof createTempDir>>;
beforeEach(async () => {
  temp = await createTempDir();
});
afterEach(() => temp.remove());

describe('a workspace', () => {
  it('is made where nothing was, opened again as it is, and refused where it cannot be', async () => {
    const dir = path.join(temp.dir, 'mới', 'sâu');
    await openWorkspace(dir);
    await (await openWorkspace(dir)).originals.put(Buffer.from('ảnh'));
    expect((await readdir(dir)).sort()).toEqual(['originals', 'packages', 'work']);
    await writeFile(path.join(temp.dir, 'file'), '');
    await expect(openWorkspace(path.join(temp.dir, 'file'))).rejects.toMatchObject({ code: 'not-writable' });
    if (process.getuid?.() !== 0) {
      await chmod(dir, 0o500);
      await expect(openWorkspace(dir)).rejects.toMatchObject({ code: 'not-writable' });
      await chmod(dir, 0o700);
    }
  });

  it('takes away received files of its own, and nothing from elsewhere', async () => {
    const workspace = await openWorkspace(temp.dir);
    const received = path.join(workspace.workDirOf('in-1'), 'a.jpg');
    await mkdir(path.dirname(received), { recursive: true });
    await writeFile(received, 'ảnh');
    const foreign = path.join(temp.dir, 'của người ta');
    await mkdir(foreign);
    await writeFile(path.join(foreign, 'b.jpg'), 'ảnh');
    await symlink(foreign, workspace.workDirOf('link'));
    for (const file of [received, received, path.join(foreign, 'b.jpg'), path.join(temp.dir, 'work', 'a'), path.join(workspace.workDirOf('link'), '..', '..', 'của người ta', 'b.jpg'), '/etc/hostname']) await workspace.removeReceived(file);
    expect(await readdir(path.join(temp.dir, 'work'))).toEqual(['link']);
    await workspace.removeReceived(path.join(workspace.workDirOf('link'), 'b.jpg'));
    expect(await readdir(foreign)).toEqual(['b.jpg']);
  });

  it('is swept of what earlier runs left, but for what is still waited for', async () => {
    const workspace = await openWorkspace(temp.dir);
    for (const name of ['cũ', 'chờ-zip', 'open-1']) await mkdir(path.join(workspace.workDirOf(name), 'sâu'), { recursive: true });
    await workspace.sweepWork((name) => name === 'chờ-zip');
    await workspace.sweepWork((name) => name === 'chờ-zip');
    expect(await readdir(path.join(temp.dir, 'work'))).toEqual(['chờ-zip']);
  });

  it('reads derivatives again after the cache is thrown away whole', async () => {
    const { derivatives, blobs } = openBlobs(temp.dir);
    const sha256 = await derivatives.put(Buffer.from('nhỏ'));
    await rm(path.join(temp.dir, 'cache'), { recursive: true });
    await expect(blobs.get(sha256)).rejects.toMatchObject({ code: 'not-found' });
    expect(await derivatives.put(Buffer.from('nhỏ'))).toBe(sha256);
    expect((await blobs.get(sha256)).toString()).toBe('nhỏ');
  });
});

describe('an address', () => {
  it('never leaves its folder', () => {
    for (const bad of ['', '..', '../'.repeat(20), 'a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(64)}/..`, `${'a'.repeat(64)}\n`, '\0'.repeat(64)]) expect(() => blobAddress('/x', bad), JSON.stringify(bad)).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(blobAddress('/x', 'ab'.repeat(32))).toBe(path.join('/x', 'ab', 'ab', 'ab'.repeat(32)));
  });

  it('of a file is that of its bytes, also of none and of more than one piece', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc((1 << 20) + 1, 'x')]) {
      await writeFile(path.join(temp.dir, 'a'), bytes);
      expect(await hashOfFile(path.join(temp.dir, 'a'))).toBe(sha256Of(bytes));
    }
    await expect(hashOfFile(path.join(temp.dir, 'none'))).rejects.toThrow(/ENOENT/);
  });
});

describe('the keys of a workspace', () => {
  it('are none where nothing is encrypted, and not given half-way or without the passphrase', async () => {
    expect(await keysFor(temp.dir, undefined)).toBeUndefined();
    expect(await keysFor(temp.dir, 'thừa')).toBeUndefined();
    const keys = await createVault(vaultFile(temp.dir), 'cây đa giếng nước', COST);
    expect(await keysFor(temp.dir, 'cây đa giếng nước')).toEqual(keys);
    await expect(keysFor(temp.dir, undefined)).rejects.toMatchObject({ code: 'workspace-sealed' });
    await expect(keysFor(temp.dir, '')).rejects.toMatchObject({ code: 'wrong-password' });
    await writeFile(pendingVaultFile(temp.dir), '{}');
    await expect(keysFor(temp.dir, 'cây đa giếng nước')).rejects.toMatchObject({ code: 'workspace-sealed', detail: { state: 'half-encrypted' } });
  });

  it('of two workspaces differ though the passphrase is one, and a broken vault gives none', async () => {
    const [one, two] = await Promise.all(['a', 'b'].map((name) => createVault(path.join(temp.dir, name), 'cây đa giếng nước', COST)));
    expect(one?.database).not.toBe(two?.database);
    const text = await readFile(path.join(temp.dir, 'a'), 'utf8');
    for (const broken of ['', '{}', text.slice(0, -20), text.replace('"version": 1', '"version": 2')]) {
      await writeFile(path.join(temp.dir, 'a'), broken);
      await expect(openVault(path.join(temp.dir, 'a'), 'cây đa giếng nước')).rejects.toThrow();
    }
  });
});

// A workspace encrypted at rest: the same work as before with the passphrase, nothing without it, nothing to read
// in its files, and an encrypting that was interrupted goes on.
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encryptWorkspace } from '../../backend/privacy/encrypt-workspace.ts';
import { createSealedBlobStore } from '../../backend/storage/sealed-blob-store.ts';
import { sha256Of } from '../../backend/storage/blob-store.ts';
import { createVault, openVault, pendingVaultFile, vaultFile } from '../../backend/storage/vault.ts';
import { verifyTrail } from '../../backend/trail/verify-trail.ts';
import { serve } from '../../backend/serve.ts';
import { createTempDir, openTestBackend, TEXT_STEPS, type TestBackend } from '../support/test-backend.ts';

const COST = { n: 1024, r: 8, p: 1 };
const PASSPHRASE = 'cây đa giếng nước sân đình';
const SECRETS = ['TRẦN_GIA_BẢO', 'TRẦN GIA BẢO', 'ĐÃ SỬA TAY', 'tran gia bao'];
/** Long enough never to stand in sealed bytes by chance. */
const LEFT_OVER = 'cơ sở dữ liệu cũ còn đọc được';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend | undefined;
const dataDir = (): string => path.join(temp.dir, 'ws');
async function open(passphrase?: string): Promise<TestBackend> {
  backend = await openTestBackend(temp.dir, { workers: 1, ...(passphrase === undefined ? {} : { passphrase }) });
  return backend;
}
async function close(): Promise<void> {
  await backend?.close();
  backend = undefined;
}
beforeEach(async () => {
  temp = await createTempDir();
});
afterEach(async () => {
  await close();
  await temp.remove();
});

async function someWork(): Promise<{ batchId: string; recordId: string }> {
  const now = await open();
  const batch = await now.readPages({ 'a.txt': 'KS so=37/2019 nksHoTen=TRẦN_GIA_BẢO' });
  const recordId = (await now.parts.records.list(batch.id, 0, 1)).records[0]?.id ?? '';
  const { revision } = await now.parts.records.get(recordId);
  await now.parts.records.putField(recordId, 'nksHoTen', { value: 'ĐÃ SỬA TAY', revision, by: 'lan' });
  await close();
  return { batchId: batch.id, recordId };
}
async function readable(words: readonly string[]): Promise<readonly string[]> {
  const entries = (await readdir(dataDir(), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found: string[] = [];
  for (const entry of entries) {
    const bytes = await readFile(path.join(entry.parentPath, entry.name));
    if (words.some((word) => bytes.includes(word))) found.push(entry.name);
  }
  return found;
}

describe('an encrypted workspace', () => {
  it('keeps everything, hides everything, and works as before with its passphrase', async () => {
    const { batchId, recordId } = await someWork();
    expect((await readable(SECRETS)).length).toBeGreaterThan(0);
    const done = await encryptWorkspace(dataDir(), PASSPHRASE, { cost: COST });
    expect(done).toMatchObject({ originals: 1 });
    expect(await readable(SECRETS)).toEqual([]);
    const now = await open(PASSPHRASE.normalize('NFD'));
    expect((await now.parts.records.get(recordId)).fields['nksHoTen']?.value).toBe('ĐÃ SỬA TAY');
    const page = (await now.parts.pages.list(batchId, 'table', 0, 1)).pages[0];
    for (const kind of ['delivered', 'thumbnail', 'original']) expect((await now.request(`/api/pages/${page?.id ?? ''}/image?kind=${kind}`)).status, kind).toBe(200);
    await now.parts.records.undo(recordId, 'lan');
    const more = await now.readPages({ 'b.txt': 'KS so=38/2019 nksHoTen=TRẦN_GIA_BẢO' });
    expect(more.counts).toMatchObject({ records: 1, pagesRead: 1 });
    expect(await verifyTrail(now.parts.db)).toMatchObject({ ok: true });
    await expect(now.parts.db.deleteFrom('trail').execute()).rejects.toThrow(/only added to/);
    await expect(now.parts.db.insertInto('intakes').values({ id: 'i', batch_id: 'none', seq: 1, inputs: '[]', state: 'waiting', problem: null, created_at: '' }).execute()).rejects.toThrow(/FOREIGN KEY/);
    await close();
    expect(await readable(SECRETS)).toEqual([]);
  });

  it('opens for nobody without the passphrase', async () => {
    await someWork();
    await encryptWorkspace(dataDir(), PASSPHRASE, { cost: COST });
    await expect(open()).rejects.toMatchObject({ code: 'workspace-sealed' });
    await expect(open('một câu khác')).rejects.toMatchObject({ code: 'wrong-password' });
    await expect(encryptWorkspace(dataDir(), PASSPHRASE)).rejects.toMatchObject({ code: 'wrong-state' });
    await (await open(PASSPHRASE)).request('/api/health');
  });

  it('an encrypting that was interrupted is not worked in, and goes on with the same passphrase', async () => {
    const { recordId } = await someWork();
    await createVault(pendingVaultFile(dataDir()), PASSPHRASE, COST);
    const originals = (await readdir(path.join(dataDir(), 'originals'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const file = path.join(originals[0]?.parentPath ?? '', originals[0]?.name ?? '');
    await rename(file, `${file}.plain`);
    await expect(open(PASSPHRASE)).rejects.toMatchObject({ code: 'workspace-sealed' });
    await expect(encryptWorkspace(dataDir(), 'một câu khác')).rejects.toMatchObject({ code: 'wrong-password' });
    expect(await encryptWorkspace(dataDir(), PASSPHRASE)).toMatchObject({ originals: 1 });
    const now = await open(PASSPHRASE);
    expect((await now.parts.records.get(recordId)).fields['nksHoTen']?.value).toBe('ĐÃ SỬA TAY');
    await close();
    expect(await readable(SECRETS)).toEqual([]);
  });

  it('a row that cannot be copied leaves the readable database as it was', async () => {
    const { recordId } = await someWork();
    const sqlite = new Database(path.join(dataDir(), 'sohoa.db'));
    sqlite.exec(`create table odd (n integer check (n > 0)); pragma ignore_check_constraints = on; insert into odd values (-1)`);
    sqlite.close();
    await expect(encryptWorkspace(dataDir(), PASSPHRASE, { cost: COST })).rejects.toThrow(/CHECK/);
    const again = new Database(path.join(dataDir(), 'sohoa.db'));
    again.exec('drop table odd');
    again.close();
    expect((await encryptWorkspace(dataDir(), PASSPHRASE, { cost: COST })).rows).toBeGreaterThan(0);
    expect((await (await open(PASSPHRASE)).parts.records.get(recordId)).fields['nksHoTen']?.value).toBe('ĐÃ SỬA TAY');
  });

  it.each([
    ['before the readable database is wiped', async () => rename(path.join(dataDir(), 'vault.json'), pendingVaultFile(dataDir())).then(() => writeFile(path.join(dataDir(), 'sohoa.db.plain'), LEFT_OVER))],
    ['at its very last step', () => rename(path.join(dataDir(), 'vault.json'), pendingVaultFile(dataDir()))],
  ])('killed %s, it goes on and loses nothing', async (_moment, goBack) => {
    const { recordId } = await someWork();
    await encryptWorkspace(dataDir(), PASSPHRASE, { cost: COST });
    await goBack();
    await expect(open(PASSPHRASE)).rejects.toMatchObject({ code: 'workspace-sealed' });
    await encryptWorkspace(dataDir(), PASSPHRASE);
    expect((await (await open(PASSPHRASE)).parts.records.get(recordId)).fields['nksHoTen']?.value).toBe('ĐÃ SỬA TAY');
    await close();
    expect(await readable([...SECRETS, LEFT_OVER])).toEqual([]);
  });

  it('needs a workspace to encrypt', async () => {
    await mkdir(dataDir());
    await expect(encryptWorkspace(dataDir(), PASSPHRASE)).rejects.toMatchObject({ code: 'source-missing' });
  });
});

describe('the vault', () => {
  it('gives the same keys again, and none for a changed file', async () => {
    const file = vaultFile(temp.dir);
    const keys = await createVault(file, PASSPHRASE, COST);
    expect(await openVault(file, PASSPHRASE)).toEqual(keys);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/"tag": "./, (found) => `${found.slice(0, -1)}${found.endsWith('A') ? 'B' : 'A'}`));
    await expect(openVault(file, PASSPHRASE)).rejects.toMatchObject({ code: 'wrong-password' });
    expect(text).not.toContain(keys.database);
  });
});

describe('sealed bytes', () => {
  const store = () => createSealedBlobStore(path.join(temp.dir, 'blobs'), Buffer.alloc(32, 7), path.join(temp.dir, 'scratch'));
  const fileOf = (sha256: string): string => path.join(temp.dir, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  it.each([0, 1, 1 << 20, (1 << 20) + 1, 3_500_000])('%i bytes come back as they were', async (size) => {
    const bytes = Buffer.alloc(size, 'ảnh quét');
    const sha256 = await store().put(bytes);
    expect(sha256).toBe(sha256Of(bytes));
    expect(Buffer.from(await store().get(sha256)).equals(bytes)).toBe(true);
    const from = path.join(temp.dir, 'in.bin');
    await writeFile(from, bytes);
    expect(await store().putFile(from)).toBe(sha256);
    expect((await readFile(await store().pathOf(sha256))).equals(bytes)).toBe(true);
  });

  it('a changed, cut, moved or foreign file is damaged, and importing it again mends it', async () => {
    const bytes = Buffer.alloc(2_500_000, 'ảnh quét');
    const one = await store().put(bytes);
    const two = await store().put(Buffer.from('khác'));
    const whole = await readFile(fileOf(one));
    const step = (1 << 20) + 16;
    const flipped = Buffer.from(whole);
    flipped[500] = (flipped[500] ?? 0) ^ 1;
    const swapped = Buffer.concat([whole.subarray(0, 12), whole.subarray(12 + step, 12 + 2 * step), whole.subarray(12, 12 + step), whole.subarray(12 + 2 * step)]);
    for (const bad of [flipped, whole.subarray(0, 12 + step), swapped, whole.subarray(0, -1), await readFile(fileOf(two)), Buffer.from('rác'), Buffer.alloc(0)]) {
      await writeFile(fileOf(one), bad);
      await expect(store().get(one)).rejects.toMatchObject({ code: 'original-damaged' });
    }
    await store().put(bytes);
    expect(Buffer.from(await store().get(one)).equals(bytes)).toBe(true);
    await expect(store().get('../../etc/passwd')).rejects.toMatchObject({ code: 'not-found' });
    await expect(store().get('0'.repeat(64))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps only the last few readable copies', async () => {
    const now = store();
    for (let n = 0; n < 9; n += 1) await now.pathOf(await now.put(Buffer.from(`ảnh ${n}`)));
    expect((await readdir(path.join(temp.dir, 'scratch'))).length).toBeLessThanOrEqual(4);
  });
});

describe('the door of an encrypted office', () => {
  it('asks for the passphrase, gives nothing before, and then works', async () => {
    const { recordId } = await someWork();
    await encryptWorkspace(dataDir(), PASSPHRASE, { cost: COST });
    const staticDir = path.join(temp.dir, 'static');
    await mkdir(staticDir);
    await writeFile(path.join(staticDir, 'index.html'), 'Sổ Hoá');
    const server = await serve({ dataDir: dataDir(), port: 0, staticDir, stepsModule: TEXT_STEPS, workers: 1, people: { cost: COST } });
    try {
      const ask = async (method: string, address: string, body?: unknown) => fetch(new URL(address, server.url), { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      expect(await (await ask('GET', '/api/session')).json()).toEqual({ state: 'sealed' });
      expect((await ask('GET', '/api/batches')).status).toBe(423);
      expect(await (await ask('GET', '/')).text()).toBe('Sổ Hoá');
      expect(() => server.backend).toThrow(/workspace-sealed/);
      expect((await ask('POST', '/api/session/unseal', { passphrase: 'sai' })).status).toBe(401);
      expect((await ask('POST', '/api/session/unseal', {})).status).toBe(400);
      expect(await (await ask('POST', '/api/session/unseal', { passphrase: PASSPHRASE })).json()).toEqual({ state: 'first-start', needsToken: true });
      expect((await ask('GET', '/api/batches')).status).toBe(401);
      expect((await server.backend.parts.records.get(recordId)).id).toBe(recordId);
    } finally {
      await server.close();
    }
  });
});

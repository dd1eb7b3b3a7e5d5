// Uploads through the running back end: profiles, the queue with its reasons, receipts, reconciliation,
// bringing back. The other end is the real reference repository on loopback; packages are sound bags.
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { heldPackagesSchema, profileListSchema, receiptDetailSchema, reconciliationSchema, trialSchema, uploadProfileSchema, uploadQueueSchema, uploadRowSchema, type UploadRow } from '../../shared/api/uploads.ts';
import { addAccount, revokeAccount } from '../../backend/repository/accounts.ts';
import { startRepository, type TestRepository } from '../support/running-repository.ts';
import { makeReadyPackage } from '../support/ready-package.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';
import { until } from '../support/until.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
let repositoryDir: string;
beforeEach(async () => {
  temp = await createTempDir();
  repositoryDir = path.join(temp.dir, 'kho');
  backend = await openTestBackend(temp.dir, { workers: 1 });
});
afterEach(async () => {
  await backend.close();
  await temp.remove();
});

const rowsSchema = z.object({ uploads: z.array(uploadRowSchema) });
const OPEN_HOURS = { from: '00:00', until: '00:00' };

/** Hours that are closed now and for some hours more, whatever the clock says. */
function closedHours(): { from: string; until: string } {
  const hour = new Date().getHours();
  const clock = (value: number): string => `${String(value % 24).padStart(2, '0')}:00`;
  return { from: clock(hour + 2), until: clock(hour + 3) };
}

async function makeProfile(address: string, more: { kind?: string; secret?: string; settings?: unknown } = {}): Promise<string> {
  const { id } = await backend.json(uploadProfileSchema, '/api/upload-profiles', { method: 'POST', status: 201, body: { name: 'Kho tỉnh', kind: more.kind ?? 'repository', address, settings: more.settings ?? { hours: OPEN_HOURS }, ...(more.secret === undefined ? {} : { secret: more.secret }) } });
  return id;
}

const makePackage = (files?: Readonly<Record<string, number | string>>): Promise<string> => makeReadyPackage(backend, files);

const enqueue = async (packageIds: readonly string[], profileId: string, priority = 0): Promise<readonly UploadRow[]> => (await backend.json(rowsSchema, '/api/uploads', { method: 'POST', status: 201, body: { packageIds, profileId, priority } })).uploads;
const get = (id: string): Promise<UploadRow> => backend.json(uploadRowSchema, `/api/uploads/${id}`);
const one = async (packageId: string, profileId: string): Promise<UploadRow> => {
  const [row] = await enqueue([packageId], profileId);
  if (row === undefined) throw new Error('nothing queued');
  return row;
};
const settled = (id: string): Promise<UploadRow> => backend.parts.uploads.settled(id, AbortSignal.timeout(30_000));
const repositoryHere = (config: Parameters<typeof startRepository>[1] = {}): Promise<TestRepository> => startRepository(repositoryDir, config);
const trail = (kind: string) => backend.parts.db.selectFrom('trail').selectAll().where('kind', '=', kind).execute();

describe('profiles', () => {
  it('keep their secret sealed: it is in no answer, not in the database, not in the trail', async () => {
    const token = 'mat-khau-rat-bi-mat-12345';
    const id = await makeProfile('https://kho.example.vn/', { secret: token });
    const list = await backend.json(profileListSchema, '/api/upload-profiles');
    expect(list.profiles).toMatchObject([{ id, hasSecret: true, secretsIn: 'key-file' }]);
    expect(list.templates.map(({ kind }) => kind).sort()).toEqual(['documents', 'folder', 'repository', 's3', 'sftp', 'tus']);
    expect(JSON.stringify(list)).not.toContain(token);
    expect((await backend.parts.uploadProfiles.ready(id)).options.token).toBe(token);
    await backend.parts.db.selectFrom('trail_payloads').selectAll().execute().then((rows) => expect(JSON.stringify(rows)).not.toContain(token));
    for (const name of await readdir(backend.parts.workspace.dataDir)) {
      const file = path.join(backend.parts.workspace.dataDir, name);
      if ((await stat(file)).isFile()) expect((await readFile(file)).includes(token), name).toBe(false);
    }
    const key = await stat(path.join(backend.parts.workspace.dataDir, 'keys/uploads.key'));
    expect(key.mode & 0o777).toBe(0o600);
  });

  it('lose their secret when they are led to another host, and keep it otherwise', async () => {
    const id = await makeProfile('https://kho.example.vn/a/', { secret: 'abc' });
    const put = (address: string) => backend.json(uploadProfileSchema, `/api/upload-profiles/${id}`, { method: 'PUT', body: { name: 'Kho', kind: 'repository', address } });
    expect((await put('https://kho.example.vn/b/')).hasSecret).toBe(true);
    expect((await put('https://khac.example.vn/b/')).hasSecret).toBe(false);
  });

  it('refuse an address of another kind, one with a password in it, a secret in the clear, and nonsense', async () => {
    for (const body of [
      { name: 'x', kind: 's3', address: 'https://kho.example.vn/' }, { name: 'x', kind: 'repository', address: 'https://a:b@kho.example.vn/' }, { name: 'x', kind: 'repository', address: 'http://kho.example.vn/', secret: 'abc' },
      { name: 'x', kind: 'repository', address: 'không' }, { name: '', kind: 'repository', address: 'https://kho.example.vn/' }, { name: 'x', kind: 'sftp', address: 'sftp://h/', settings: { hostKey: 'sai' } },
    ]) expect((await backend.request('/api/upload-profiles', { method: 'POST', body: JSON.stringify(body) })).status, JSON.stringify(body)).toBe(400);
  });

  it('are not taken away while something waits for them', async () => {
    const id = await makeProfile('http://127.0.0.1:9/', { settings: { hours: closedHours() } });
    const row = await one(await makePackage(), id);
    expect((await backend.request(`/api/upload-profiles/${id}`, { method: 'DELETE' })).status).toBe(409);
    await backend.request(`/api/uploads/${row.id}`, { method: 'DELETE' });
    expect((await backend.request(`/api/upload-profiles/${id}`, { method: 'DELETE' })).status).toBe(204);
  });

  it('can be tried: what works, and in codes what does not', async () => {
    const repository = await repositoryHere({ token: 'abc' });
    const attempt = (body: unknown) => backend.json(trialSchema, '/api/upload-profiles/try', { method: 'POST', body });
    const base = { name: 'Kho', kind: 'repository' };
    expect(await attempt({ ...base, address: repository.url(), secret: 'abc' })).toMatchObject({ ok: true, steps: [{ code: 'trial-reached' }, { code: 'trial-writable' }] });
    expect(await attempt({ ...base, address: repository.url(), secret: 'sai' })).toMatchObject({ ok: false, problem: { code: 'target-refused', detail: { reason: 'not-allowed' } } });
    expect(await attempt({ ...base, address: `${repository.url()}sai/cho/`, secret: 'abc' })).toMatchObject({ ok: false, problem: { detail: { reason: 'wrong-path' } } });
    expect(await attempt({ ...base, address: 'http://127.0.0.1:9/' })).toMatchObject({ ok: false, problem: { code: 'target-unreachable', detail: { reason: 'ECONNREFUSED' } } });
    expect(await attempt({ ...base, address: 'https://khong-co.invalid/' })).toMatchObject({ ok: false, problem: { code: 'target-unreachable' } });
    expect(await attempt({ ...base, kind: 'folder', address: 'file:///khong/co/' })).toMatchObject({ ok: false, problem: { code: 'target-unreachable', detail: { reason: 'no-such-folder' } } });
  });
});

describe('the queue', () => {
  it('sends under a profile, with a receipt stored, told in the trail, and for each record', async () => {
    const repository = await repositoryHere();
    const id = await makeProfile(repository.url());
    const row = await one(await makePackage(), id);
    expect(await settled(row.id)).toMatchObject({ state: 'acknowledged', profileName: 'Kho tỉnh', packageName: 'Sổ khai sinh 1998', tries: 0, problem: null });
    const receipt = await backend.json(receiptDetailSchema, `/api/uploads/${row.id}/receipt`);
    expect(receipt.receipt.identifier).toMatch(/\/v1$/);
    expect(await trail('package-acknowledged')).toHaveLength(1);
    expect(await repository.packages()).toBe(1);
  });

  it('takes the same package under the same profile once', async () => {
    const repository = await repositoryHere();
    const id = await makeProfile(repository.url());
    const packageId = await makePackage();
    const [first, second] = await Promise.all([one(packageId, id), one(packageId, id)]);
    expect(second.id).toBe(first.id);
    await settled(first.id);
    expect((await one(packageId, id)).id).toBe(first.id);
    expect(await settled(first.id)).toMatchObject({ state: 'acknowledged' });
    expect(await repository.packages()).toBe(1);
  });

  it('says why something waits: paused, the whole queue paused, off-hours, to be tried again later', async () => {
    const repository = await repositoryHere();
    const closed = await makeProfile(repository.url(), { settings: { hours: closedHours() } });
    const nowhere = await makeProfile('http://127.0.0.1:9/');
    const packageId = await makePackage();
    const night = await one(packageId, closed);
    expect(night).toMatchObject({ state: 'queued', waiting: { code: 'off-hours' } });
    expect(Date.parse(night.waiting?.until ?? '')).toBeGreaterThan(Date.now());
    expect(await backend.json(uploadRowSchema, `/api/uploads/${night.id}`, { method: 'PATCH', body: { isPaused: true } })).toMatchObject({ isPaused: true, waiting: { code: 'paused' } });
    await backend.json(z.object({ isPaused: z.literal(true) }), '/api/uploads/queue', { method: 'PUT', body: { isPaused: true } });
    expect((await get(night.id)).waiting).toEqual({ code: 'queue-paused' });
    expect((await backend.json(uploadQueueSchema, '/api/uploads')).isPaused).toBe(true);
    await backend.json(z.unknown(), '/api/uploads/queue', { method: 'PUT', body: { isPaused: false } });
    expect(nowhere).not.toBe(closed);
  });

  it('goes on by itself when the hours open, and when a pause ends', async () => {
    const repository = await repositoryHere();
    const id = await makeProfile(repository.url(), { settings: { hours: closedHours() } });
    const row = await one(await makePackage(), id);
    await backend.json(uploadRowSchema, `/api/uploads/${row.id}`, { method: 'PATCH', body: { isPaused: true } });
    await backend.json(uploadProfileSchema, `/api/upload-profiles/${id}`, { method: 'PUT', body: { name: 'Kho', kind: 'repository', address: repository.url(), settings: { hours: OPEN_HOURS } } });
    expect((await backend.json(uploadRowSchema, `/api/uploads/${row.id}`, { method: 'PATCH', body: { isPaused: false } })).isPaused).toBe(false);
    expect((await settled(row.id)).state).toBe('acknowledged');
  });

  it('stops one that is on its way when it is paused, and goes on with what it has', async () => {
    const repository = await repositoryHere();
    const id = await makeProfile(repository.url(), { settings: { kilobytesPerSecond: 400 } });
    const row = await one(await makePackage({ 'lớn.bin': 1_500_000 }), id);
    await until('it is on its way', async () => (await get(row.id)).bytesSent > 100_000);
    expect(await get(row.id)).toMatchObject({ state: 'sending' });
    const paused = await backend.json(uploadRowSchema, `/api/uploads/${row.id}`, { method: 'PATCH', body: { isPaused: true } });
    expect(paused).toMatchObject({ state: 'queued', waiting: { code: 'paused' } });
    expect(paused.bytesSent).toBeGreaterThan(0);
    await backend.json(uploadRowSchema, `/api/uploads/${row.id}`, { method: 'PATCH', body: { isPaused: false } });
    expect((await settled(row.id)).state).toBe('acknowledged');
    expect(await repository.packages()).toBe(1);
  });

  it('takes a failed one up again after its reason is repaired, and one that is not wanted out', async () => {
    const { mkdir } = await import('node:fs/promises');
    await mkdir(repositoryDir, { recursive: true });
    const token = await addAccount(repositoryDir, 'xa-02', null);
    const repository = await repositoryHere();
    const id = await makeProfile(repository.url(), { secret: 'sai' });
    const row = await one(await makePackage(), id);
    expect(await settled(row.id)).toMatchObject({ state: 'failed', problem: { code: 'target-refused', detail: { reason: 'not-allowed' } } });
    expect(await trail('upload-failed')).toHaveLength(1);
    await backend.json(uploadProfileSchema, `/api/upload-profiles/${id}`, { method: 'PUT', body: { name: 'Kho', kind: 'repository', address: repository.url(), secret: token } });
    await backend.json(uploadRowSchema, `/api/uploads/${row.id}/retry`, { method: 'POST' });
    expect((await settled(row.id)).state).toBe('acknowledged');
    expect((await backend.request(`/api/uploads/${row.id}`, { method: 'DELETE' })).status).toBe(409);
    await revokeAccount(repositoryDir, 'xa-02');
    const second = await one(await makePackage(), id);
    expect((await settled(second.id)).state).toBe('failed');
    expect((await backend.request(`/api/uploads/${second.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await backend.request(`/api/uploads/${second.id}`)).status).toBe(404);
  });

  it('refuses an account that is full, and says so', async () => {
    const { mkdir } = await import('node:fs/promises');
    await mkdir(repositoryDir, { recursive: true });
    const token = await addAccount(repositoryDir, 'xa-03', 100_000);
    const repository = await repositoryHere();
    const id = await makeProfile(repository.url(), { secret: token });
    const row = await one(await makePackage(), id);
    expect(await settled(row.id)).toMatchObject({ state: 'failed', problem: { detail: { reason: 'quota' } } });
    expect(await repository.packages()).toBe(0);
  });

  it('sends many side by side, the urgent first, and ends with all of them there', async () => {
    const repository = await repositoryHere();
    const id = await makeProfile(repository.url());
    const packages = await Promise.all(Array.from({ length: 12 }, (_, at) => makePackage({ 'a.txt': `gói ${at}` })));
    const rows = await enqueue(packages, id);
    for (const { id: upload } of rows) expect((await settled(upload)).state).toBe('acknowledged');
    expect(await repository.packages()).toBe(12);
  });
});

describe('reconciliation', () => {
  it('finds what the place lost or changed, and sends only that again', async () => {
    const repository = await repositoryHere();
    const id = await makeProfile(repository.url());
    const rows = await enqueue([await makePackage({ 'a.bin': 200_000 }), await makePackage({ 'b.bin': 5_000 })], id);
    for (const { id: upload } of rows) await settled(upload);
    const check = async () => {
      await backend.json(z.unknown(), `/api/upload-profiles/${id}/reconciliation`, { method: 'POST', status: 202 });
      let found: z.infer<typeof reconciliationSchema> | null = null;
      await until('the check ends', async () => {
        ({ reconciliation: found } = await backend.json(z.object({ reconciliation: reconciliationSchema.nullable() }), `/api/upload-profiles/${id}/reconciliation`));
        return (await backend.parts.db.selectFrom('jobs').select('id').where('kind', '=', 'reconcile').where('state', 'in', ['queued', 'running']).executeTakeFirst()) === undefined && found !== null && found.state !== 'running';
      });
      return (found as z.infer<typeof reconciliationSchema> | null)?.result;
    };
    expect(await check()).toMatchObject({ checked: 2, same: 2, differences: [] });
    const contents = (await readdir(path.join(repositoryDir, 'ocfl'), { recursive: true })).filter((file) => /\/content\/[0-9a-f]{64}$/.test(file));
    const sizes = await Promise.all(contents.map(async (file) => ({ file, size: (await stat(path.join(repositoryDir, 'ocfl', file))).size })));
    const big = sizes.find(({ size }) => size === 200_000)?.file ?? '';
    const held = path.join(repositoryDir, 'ocfl', big);
    const before = await readFile(held);
    await rm(path.join(repositoryDir, 'received'), { recursive: true });
    await import('node:fs/promises').then(({ mkdir }) => mkdir(path.join(repositoryDir, 'received')));
    await rm(held);
    await writeFile(held, Buffer.alloc(before.length, 7));
    expect(await check()).toMatchObject({ checked: 2, same: 1, differences: [{ kind: 'files-missing', count: 1, paths: ['data/a.bin'] }] });
    expect(await backend.json(z.object({ resent: z.number() }), `/api/upload-profiles/${id}/resend`, { method: 'POST' })).toEqual({ resent: 1 });
    for (const { id: upload } of rows) expect((await settled(upload)).state).toBe('acknowledged');
    expect((await readFile(held)).equals(before)).toBe(true);
    expect(await check()).toMatchObject({ checked: 2, same: 2, differences: [] });
    expect(await readdir(path.join(repositoryDir, 'quarantine'))).toHaveLength(1);
    expect(await repository.packages()).toBe(2);
  });

  it('is no difference when the place does not answer', async () => {
    const repository = await repositoryHere();
    const id = await makeProfile(repository.url());
    expect(await backend.json(heldPackagesSchema, `/api/upload-profiles/${id}/packages`)).toEqual({ packages: [] });
    expect((await backend.request(`/api/upload-profiles/${id}/resend`, { method: 'POST' })).status).toBe(409);
    expect((await backend.request('/api/upload-profiles/none/reconciliation', { method: 'POST' })).status).toBe(404);
  });
});

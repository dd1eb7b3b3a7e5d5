import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { packageSummarySchema, uploadSummarySchema, verificationSchema } from '../../shared/api/packages.ts';
import { errorText } from '../../backend/commands/error-text.ts';
import type { UploadPackage } from '../../backend/jobs/upload-job.ts';
import { AppError } from '../../shared/errors.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';

const SHA = 'a'.repeat(64);
let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
let uploadPackage: UploadPackage;
beforeEach(async () => {
  temp = await createTempDir();
  uploadPackage = async () => ({ identifier: 'kho/1', sha256: SHA, at: '2026-01-01T00:00:00Z' });
  backend = await openTestBackend(temp.dir, {
    steps: {
      uploadPackage: (input, context) => uploadPackage(input, context),
      verifyPackage: async (dir) => ({ ok: (await readFile(path.join(dir, 'bagit.txt'), 'utf8')) !== '', files: 1, bytes: 1, findings: [] }),
    },
  });
});
afterEach(async () => {
  await backend.close();
  await temp.remove();
});

async function buildPackage(): Promise<z.infer<typeof packageSummarySchema>> {
  const batch = await backend.readPages({ 'a.txt': 'KS so=1\n---\nmore trang hai', 'b.txt': 'KH so=2' });
  const pack = await backend.json(packageSummarySchema, `/api/batches/${batch.id}/packages`, { method: 'POST', body: {}, status: 201 });
  expect(pack.state).toBe('building');
  await backend.parts.runner.idle(batch.id);
  return backend.json(packageSummarySchema, `/api/packages/${pack.id}`);
}
const send = (id: string, body: unknown, status = 201) => backend.json(status === 201 ? uploadSummarySchema : z.unknown(), `/api/packages/${id}/uploads`, { method: 'POST', body, status });

describe('packages', () => {
  it('builds a package from the records, all pages in it, and checks it', async () => {
    const pack = await buildPackage();
    expect(pack).toMatchObject({ state: 'ready', records: 2, profile: 'ho-tich', problem: null });
    const built = (await readFile(path.join(await backend.parts.packages.dirOf(pack.id), 'bagit.txt'), 'utf8')).split('\n').map((line) => z.object({ text: z.array(z.string()) }).parse(JSON.parse(line)).text);
    expect(built).toEqual([['KS so=1', 'more trang hai'], ['KH so=2']]);
    expect(await backend.json(verificationSchema, `/api/packages/${pack.id}/verify`, { method: 'POST' })).toMatchObject({ ok: true });
    expect((await backend.parts.batches.get(pack.batchId)).state).toBe('packaged');
  });

  it('builds even when the cache of pictures was lost', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1' });
    const { rm } = await import('node:fs/promises');
    await rm(path.join(backend.parts.workspace.dataDir, 'cache'), { recursive: true });
    const pack = await backend.json(packageSummarySchema, `/api/batches/${batch.id}/packages`, { method: 'POST', body: { profile: 'luu-tru' }, status: 201 });
    await backend.parts.runner.idle(batch.id);
    expect(await backend.json(packageSummarySchema, `/api/packages/${pack.id}`)).toMatchObject({ state: 'ready', profile: 'luu-tru' });
  });

  it('has the PDFs of a large batch written by all workers, each its share, and those of a small one by the one that builds', async () => {
    const log = path.join(temp.dir, 'log');
    vi.stubEnv('SOHOA_TEST_LOG', log);
    try {
      const pages = Array.from({ length: 17 }, (_, at) => `KS so=${at + 1}/2017 quyenSo=01/2017 ngayDangKy=03.02.2017 noiDangKy=UBND nksHoTen=AN`);
      for (const count of [2, 17]) {
        const batch = await backend.readPages({ 'a.txt': pages.slice(0, count).join('\n---\n') });
        const { id } = await backend.json(packageSummarySchema, `/api/batches/${batch.id}/packages`, { method: 'POST', body: {}, status: 201 });
        await backend.parts.runner.idle(batch.id);
        expect(await backend.parts.packages.get(id)).toMatchObject({ state: 'ready', records: count });
      }
      expect((await readFile(`${log}.ahead`, 'utf8')).trim().split('\n').sort()).toEqual(['0-9', '9-17']);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('refuses a book with two number 12s, naming both, until one of them is corrected; and says so beforehand', async () => {
    const paper = (name: string): string => `KS so=12/2017 quyenSo=01/2017 ngayDangKy=03.02.2017 noiDangKy=UBND nksHoTen=${name}`;
    const batch = await backend.readPages({ 'a.txt': paper('AN'), 'b.txt': paper('BÌNH') });
    const reply = await backend.request(`/api/batches/${batch.id}/packages`, { method: 'POST', body: '{}' });
    const refusal = z.object({ code: z.string(), detail: z.object({ name: z.string(), first: z.string(), second: z.string() }) }).parse(await reply.json());
    expect(refusal).toEqual({ code: 'names-collide', detail: { name: 'KS.2017.01.2017-02-03.12', first: '12/2017 — AN', second: '12/2017 — BÌNH' } });
    expect(errorText(refusal.code, refusal.detail).vi).toContain('Hai hồ sơ cùng tên tệp KS.2017.01.2017-02-03.12: “12/2017 — AN” và “12/2017 — BÌNH”.');
    expect(await backend.parts.packages.list()).toEqual([]);
    const { findings } = await backend.parts.packages.check(batch.id, 'ho-tich');
    const [, second] = (await backend.parts.records.list(batch.id, 0, 9)).records;
    expect(findings.map(({ code, recordId, detail }) => [code, recordId, detail['other']])).toEqual([['file-name-taken', second?.id, '12/2017 — AN'], ['registered-twice', second?.id, '12/2017 — AN']]);
    await backend.json(z.unknown(), `/api/records/${second?.id ?? ''}/fields/so`, { method: 'PUT', body: { value: '13/2017', revision: second?.revision ?? 0 } });
    const { id } = await backend.json(packageSummarySchema, `/api/batches/${batch.id}/packages`, { method: 'POST', body: {}, status: 201 });
    await backend.parts.runner.idle(batch.id);
    expect(await backend.parts.packages.get(id)).toMatchObject({ state: 'ready', warnings: 0 });
  });

  it('refuses a batch that is not read yet, an unknown profile and an unknown batch', async () => {
    const batch = await backend.readPages({ 'a.txt': 'slow 20000' }, { wait: false });
    expect((await backend.request(`/api/batches/${batch.id}/packages`, { method: 'POST', body: '{}' })).status).toBe(409);
    expect((await backend.request(`/api/batches/${batch.id}/packages`, { method: 'POST', body: '{"profile":"x"}' })).status).toBe(400);
    expect((await backend.request('/api/batches/none/packages', { method: 'POST', body: '{}' })).status).toBe(404);
    await backend.parts.batches.cancel(batch.id);
  });
});

describe('uploads', () => {
  it('sends a package and keeps the receipt', async () => {
    const pack = await buildPackage();
    const upload = uploadSummarySchema.parse(await send(pack.id, { target: 'http://127.0.0.1:9/kho' }));
    await backend.parts.runner.idle(pack.batchId);
    expect(await backend.json(uploadSummarySchema, `/api/uploads/${upload.id}`)).toMatchObject({ state: 'acknowledged', receipt: { identifier: 'kho/1', sha256: SHA } });
    expect((await backend.parts.batches.get(pack.batchId)).state).toBe('uploaded');
  });

  it('keeps URL and offset of every file between two tries, and never stores the token', async () => {
    const pack = await buildPackage();
    const states: unknown[] = [];
    const file = { path: 'data/a.pdf', sha256: SHA, sizeBytes: 100, url: 'http://kho/1', offset: 40, done: false };
    let tries = 0;
    uploadPackage = async ({ state, token, target }) => {
      tries += 1;
      states.push(await state.load(), token);
      await state.save({ target, packageSha256: SHA, files: [file, { ...file, path: 'data/b.pdf', offset: 0, url: null }], receipt: null });
      await state.save({ target, packageSha256: SHA, files: [{ ...file, offset: 70 }, { ...file, path: 'data/b.pdf', offset: 0, url: null }], receipt: null });
      if (tries === 1) throw new AppError('target-unreachable', { target }, 'again');
      return { identifier: 'kho/2', sha256: SHA, at: 'x' };
    };
    const upload = uploadSummarySchema.parse(await send(pack.id, { target: 'http://127.0.0.1:9/kho', token: 'bi-mat' }));
    await backend.parts.runner.idle(pack.batchId);
    expect(await backend.json(uploadSummarySchema, `/api/uploads/${upload.id}`)).toMatchObject({ state: 'failed', bytesSent: 70, bytes: 200, problem: { code: 'target-unreachable', retry: 'again' } });
    const job = await backend.parts.db.selectFrom('jobs').select('id').where('kind', '=', 'upload').executeTakeFirstOrThrow();
    expect((await backend.request(`/api/jobs/${job.id}/retry`, { method: 'POST' })).status).toBe(201);
    await backend.parts.runner.idle(pack.batchId);
    expect(await backend.json(uploadSummarySchema, `/api/uploads/${upload.id}`)).toMatchObject({ state: 'acknowledged', problem: null });
    expect(states[0]).toBeNull();
    expect(states.slice(1)).toMatchObject(['bi-mat', { packageSha256: SHA, files: [{ offset: 70, url: 'http://kho/1' }, { url: null }] }, 'bi-mat']);
    await backend.close();
    const bytes = await readFile(backend.parts.workspace.databaseFile);
    expect(bytes.includes('bi-mat')).toBe(false);
  });

  it('refuses a target that is no address and a package that is not there', async () => {
    const pack = await buildPackage();
    await send(pack.id, { target: 'kho' }, 400);
    await send('none', { target: 'http://127.0.0.1:9/' }, 404);
    expect((await backend.json(z.object({ uploads: z.array(uploadSummarySchema) }), '/api/uploads')).uploads).toEqual([]);
    expect((await backend.json(z.object({ packages: z.array(packageSummarySchema) }), '/api/packages')).packages).toHaveLength(1);
  });
});

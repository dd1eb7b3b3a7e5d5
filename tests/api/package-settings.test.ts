// Settings, checks and signing of packages through the running back end.
import { afterEach, describe, expect, it } from 'vitest';
import { packageFindingsSchema, packageSettingsSchema } from '../../shared/api/packages.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { openTestBackend, type TestBackend } from '../support/test-backend.ts';

let app: TestBackend | undefined;
afterEach(async () => app?.close());

const json = async (path: string, method = 'GET', body?: unknown): Promise<{ status: number; body: unknown }> => {
  const response = await app?.request(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
  return { status: response?.status ?? 0, body: await response?.json() };
};
const NONE = { archive: {}, civil: {}, signing: null };

async function batch(name = 'Đợt 1'): Promise<string> {
  return (await app?.parts.batches.create({ name, recordType: 'auto', profile: 'ho-tich' }))?.id ?? '';
}

describe('package settings', () => {
  it('are empty at first, kept for the batch, and the office’s own parts start the next batch', async () => {
    app = await openTestBackend(await makeTempFolder());
    const first = await batch();
    expect((await json(`/api/batches/${first}/package-settings`)).body).toEqual(NONE);
    const wanted = { archive: { agencyCode: 'H49.12', fileCode: 'H49.12.2026.01' }, civil: { workbook: 'older' }, signing: { key: { kind: 'pkcs12', path: '/ky.p12' }, role: 'Người duyệt' } };
    expect((await json(`/api/batches/${first}/package-settings`, 'PUT', wanted)).status).toBe(200);
    expect((await json(`/api/batches/${first}/package-settings`)).body).toEqual(wanted);
    const next = packageSettingsSchema.parse((await json(`/api/batches/${await batch('Đợt 2')}/package-settings`)).body);
    expect(next.archive).toEqual({ agencyCode: 'H49.12' });
    expect(next.signing).toEqual(wanted.signing);
  });

  it.for([
    ['a pattern that leaves the folder', { ...NONE, civil: { names: { pdf: '../{type}.{number}', book: '{type}.{book}', document: '{type}.{number}' } } }],
    ['a pattern without the number', { ...NONE, civil: { names: { pdf: '{type}', book: '{type}.{book}', document: '{type}.{number}' } } }],
    ['a time stamp server that is no address', { ...NONE, signing: { key: { kind: 'pkcs12', path: 'a' }, timestampUrl: 'file:///etc/passwd' } }],
    ['a key kept in two places at once', { ...NONE, signing: { key: { kind: 'both', path: 'a' } } }],
  ])('refuse %s', async ([, wanted]) => {
    app = await openTestBackend(await makeTempFolder());
    expect((await json(`/api/batches/${await batch()}/package-settings`, 'PUT', wanted)).status).toBe(400);
  });

  it('are not there for a batch that is not', async () => {
    app = await openTestBackend(await makeTempFolder());
    expect((await json('/api/batches/none/package-settings')).status).toBe(404);
    expect((await json('/api/batches/none/package-check')).status).toBe(404);
  });

  it('say of an empty batch that there is nothing to repair', async () => {
    app = await openTestBackend(await makeTempFolder());
    expect(packageFindingsSchema.parse((await json(`/api/batches/${await batch()}/package-check?profile=ho-tich`)).body)).toEqual({ findings: [], total: 0 });
  });

  it('refuse a token driver that is none, in words', async () => {
    app = await openTestBackend(await makeTempFolder());
    const { status, body } = await json('/api/packages/tokens', 'POST', { library: '/nirgends/none.so' });
    expect([status, (body as { code: string }).code]).toEqual([422, 'token-missing']);
  });
});

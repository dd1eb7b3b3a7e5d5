import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addAccount, readAccounts, revokeAccount } from '../../../backend/repository/accounts.ts';
import { createRepository, prepareDataDir } from '../../../backend/repository/create-repository.ts';
import { prepareOutgoing } from '../../../backend/pipeline/upload.ts';
import { makeBag } from '../../support/sample-bag.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const asker = (dataDir: string, master?: string) => {
  const repository = createRepository({ dataDir, onFailure: () => undefined, ...(master === undefined ? {} : { token: master }) });
  return (path: string, init: RequestInit = {}, token?: string): Promise<Response> => repository.fetch(new Request(`http://kho${path}`, { ...init, headers: { ...(init.headers as object), ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) } }));
};
function document(docCode: string, text: string, more: Record<string, unknown> = {}, fileName = 'a.pdf'): { method: string; body: FormData } {
  const body = new FormData();
  body.set('metadata', JSON.stringify({ DocCode: docCode, Subject: 'Thử', ...more }));
  body.set('file', new File([text], fileName));
  return { method: 'POST', body };
}

describe('accounts', () => {
  it('are let in by their token until it is revoked; of tokens only hashes are kept', async () => {
    const dir = await makeTempFolder();
    const ask = asker(dir);
    expect((await ask('/packages')).status).toBe(200);
    const token = await addAccount(dir, 'xa-01', null);
    expect((await ask('/packages')).status).toBe(401);
    expect((await ask('/packages', {}, 'sai')).status).toBe(401);
    expect((await ask('/packages', {}, token)).status).toBe(200);
    expect(await readFile(join(dir, 'accounts.json'), 'utf8')).not.toContain(token);
    await revokeAccount(dir, 'xa-01');
    expect((await ask('/packages', {}, token)).status).toBe(401);
    expect((await ask('/packages')).status).toBe(401);
    expect(await readAccounts(dir)).toMatchObject([{ name: 'xa-01' }]);
  });
  it('are refused twice under one name, with odd names, and when there is none to revoke', async () => {
    const dir = await makeTempFolder();
    await addAccount(dir, 'Xã Bình An', null);
    await expect(addAccount(dir, 'Xã Bình An', null)).rejects.toMatchObject({ code: 'wrong-usage' });
    for (const name of ['', 'a/b', '../x', '<b>', 'a'.repeat(61)]) await expect(addAccount(dir, name, null), name).rejects.toMatchObject({ code: 'wrong-usage' });
    await expect(revokeAccount(dir, 'ai')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what others sent', () => {
  const CODE = 'G06.01_CV_000001_V1';
  /** A package of one file per account, sent by tus and committed. */
  async function sendPackage(dir: string, ask: ReturnType<typeof asker>, token: string, name: string): Promise<string> {
    const bag = join(dir, `goi-${name}`);
    await makeBag(bag, { 'a.txt': `của ${name}` }, name);
    const outgoing = await prepareOutgoing(bag, new AbortController().signal);
    for (const { path, sizeBytes } of outgoing.files) {
      const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(sizeBytes), 'Content-Type': 'application/offset+octet-stream' };
      expect((await ask('/files', { method: 'POST', headers, body: new Uint8Array(await readFile(join(bag, path))) }, token)).status).toBe(201);
    }
    const body = JSON.stringify({ sha256: outgoing.sha256, name, files: outgoing.files });
    expect((await ask('/packages/commit', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': outgoing.sha256 }, body }, token)).status).toBe(201);
    return outgoing.sha256;
  }
  it('is not shown, listed or given to another account; the repository’s own token sees all', async () => {
    const [dir, elsewhere] = [await makeTempFolder(), await makeTempFolder()];
    const [one, two] = [await addAccount(dir, 'xa-01', null), await addAccount(dir, 'xa-02', null)];
    const ask = asker(dir, 'chu-kho');
    const digests = [await sendPackage(elsewhere, ask, one, 'xa-01'), await sendPackage(elsewhere, ask, two, 'xa-02')];
    const names = async (token: string): Promise<readonly string[]> => ((await (await ask('/packages', {}, token)).json()) as { packages: { name: string }[] }).packages.map(({ name }) => name).sort();
    expect([await names(one), await names(two), await names('chu-kho')]).toEqual([['xa-01'], ['xa-02'], ['xa-01', 'xa-02']]);
    const content = sha256('của xa-02');
    for (const path of [`/packages/${digests[1]}`, `/packages/${digests[1]}?fixity=1`, `/packages/${digests[1]}/contents/${content}`]) {
      expect([(await ask(path, {}, one)).status, (await ask(path, {}, two)).status], path).toEqual([404, 200]);
    }
    expect(await (await ask('/', {}, one)).text()).not.toContain('xa-02');
    expect(await (await ask('/', {}, 'chu-kho')).text()).toContain('xa-02');
  });
  it('is not read or replaced as a document either', async () => {
    const dir = await makeTempFolder();
    const [one, two] = [await addAccount(dir, 'xa-01', null), await addAccount(dir, 'xa-02', null)];
    const ask = asker(dir);
    expect((await ask('/api/v1/documents/import', document(CODE, 'một'), one)).status).toBe(201);
    expect((await ask(`/api/v1/documents/${CODE}`, {}, two)).status).toBe(404);
    expect((await ask(`/api/v1/documents/download/${CODE}`, {}, two)).status).toBe(404);
    expect((await ask(`/api/v1/documents/${CODE}`, { ...document(CODE, 'hai'), method: 'PUT' }, two)).status).toBe(404);
    const taken = await ask('/api/v1/documents/import', document(CODE, 'một'), two);
    expect([taken.status, await taken.json()]).toEqual([409, { code: 'document-exists' }]);
    expect(await (await ask(`/api/v1/documents/download/${CODE}`, {}, one)).text()).toBe('một');
  });
  it('does not count against a quota; what one sent itself does, also after a restart', async () => {
    const [dir, elsewhere] = [await makeTempFolder(), await makeTempFolder()];
    const [one, two] = [await addAccount(dir, 'xa-01', 2_000), await addAccount(dir, 'xa-02', null)];
    const ask = asker(dir);
    await sendPackage(elsewhere, ask, two, 'to');
    await sendPackage(elsewhere, ask, one, 'nho');
    const plan = (bytes: number, via = ask): Promise<Response> => via('/packages/plan', { method: 'POST', body: JSON.stringify({ sha256: 'c'.repeat(64), name: 'x', files: [{ path: 'data/a', sha256: 'd'.repeat(64), sizeBytes: bytes }] }) }, one);
    expect((await plan(100)).status).toBe(200);
    expect((await plan(1_990)).status).toBe(507);
    expect((await plan(1_990, asker(dir))).status).toBe(507);
  });
});

describe('the document API', () => {
  const CODE = 'G06.01_CV_000021_V1';
  it('imports, gives metadata and bytes back, and takes the same again as the same', async () => {
    const ask = asker(await makeTempFolder());
    expect((await ask('/api/v1/documents/import', document(CODE, 'một'))).status).toBe(201);
    expect((await ask('/api/v1/documents/import', document(CODE, 'một'))).status).toBe(200);
    expect(await (await ask(`/api/v1/documents/${CODE}`)).json()).toMatchObject({ DocCode: CODE, Subject: 'Thử', Version: 1, Sha256: sha256('một') });
    expect(await (await ask(`/api/v1/documents/download/${CODE}`)).text()).toBe('một');
  });
  it('answers 409 to other bytes under the same code; PUT adds a version and the first stays', async () => {
    const dir = await makeTempFolder();
    const ask = asker(dir);
    await ask('/api/v1/documents/import', document(CODE, 'một'));
    expect((await ask('/api/v1/documents/import', document(CODE, 'hai'))).status).toBe(409);
    expect(await (await ask(`/api/v1/documents/${CODE}`, { ...document(CODE, 'hai'), method: 'PUT' })).json()).toMatchObject({ Version: 2 });
    expect(await (await ask(`/api/v1/documents/download/${CODE}`)).text()).toBe('hai');
    const contents = (await readdir(join(dir, 'ocfl'), { recursive: true })).filter((path) => /\/content\/[0-9a-f]{64}$/.test(path));
    expect(contents.some((path) => path.endsWith(sha256('một')))).toBe(true);
  });
  it('is stored once when two send it at once', async () => {
    const ask = asker(await makeTempFolder());
    const answers = await Promise.all([1, 2, 3].map(() => ask('/api/v1/documents/import', document(CODE, 'một'))));
    expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
    expect(await (await ask(`/api/v1/documents/${CODE}`)).json()).toMatchObject({ Version: 1 });
  });
  it('survives hostile codes and names: none of them is ever a path', async () => {
    const dir = await makeTempFolder();
    const ask = asker(dir);
    const code = '../../../etc/passwd';
    expect((await ask('/api/v1/documents/import', document(code, 'x', {}, '../../../../tmp/kẻ xấu.pdf'))).status).toBe(201);
    expect((await ask(`/api/v1/documents/${encodeURIComponent(code)}`)).status).toBe(200);
    expect((await readdir(dir, { recursive: true })).some((path) => path.includes('passwd') && !path.includes('%'))).toBe(false);
    expect((await readdir(dir, { recursive: true })).some((path) => path.includes('kẻ'))).toBe(false);
  });
  it('refuses what is no document: no file, no code, a wrong checksum, metadata that is too long, another code in PUT', async () => {
    const ask = asker(await makeTempFolder());
    const status = async (init: { method: string; body: BodyInit }, path = '/api/v1/documents/import'): Promise<number> => (await ask(path, init)).status;
    const noFile = new FormData();
    noFile.set('metadata', '{}');
    expect(await status({ method: 'POST', body: noFile })).toBe(400);
    expect(await status({ method: 'POST', body: 'không' })).toBe(400);
    expect(await status(document('', 'x'))).toBe(400);
    expect(await status(document(CODE, 'x', { Sha256: sha256('y') }))).toBe(422);
    expect(await status(document(CODE, 'x', { Subject: 'a'.repeat(501) }))).toBe(422);
    expect(await status({ ...document(CODE, 'x'), method: 'PUT' }, '/api/v1/documents/KHAC')).toBe(400);
    expect((await ask('/api/v1/documents/none')).status).toBe(404);
  });
});

it('refuses a data folder of the kernel, where a file system hangs, and one that cannot be written', async () => {
  for (const dir of ['/proc/kho', '/sys', '/dev/kho/x']) await expect(prepareDataDir(dir), dir).rejects.toMatchObject({ code: 'wrong-usage', detail: { reason: 'no-place-for-data' } });
  const dir = await makeTempFolder();
  await import('node:fs/promises').then(({ writeFile }) => writeFile(join(dir, 'tep'), ''));
  await expect(prepareDataDir(join(dir, 'tep', 'kho'))).rejects.toMatchObject({ code: 'not-writable' });
});

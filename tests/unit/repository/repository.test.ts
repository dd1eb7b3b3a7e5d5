import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFolder } from '../../../backend/packaging/package-source.ts';
import { prepareOutgoing } from '../../../backend/pipeline/upload.ts';
import { carriesToken } from '../../../backend/repository/bearer.ts';
import type { Repository } from '../../../backend/repository/create-repository.ts';
import { createRepository } from '../../../backend/repository/create-repository.ts';
import { parseMetadata } from '../../../backend/repository/tus-routes.ts';
import { startRepository } from '../../support/running-repository.ts';
import { makeBag } from '../../support/sample-bag.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const OCTETS = { 'Content-Type': 'application/offset+octet-stream' };

type Ask = (method: string, path: string, options?: { headers?: Record<string, string>; body?: BodyInit }) => Promise<Response>;

const asker =
  (repository: Repository): Ask =>
  (method, path, { headers = {}, body } = {}) =>
    repository.fetch(new Request(`http://kho.test${path}`, { method, headers: { 'Tus-Resumable': '1.0.0', ...headers }, ...(body === undefined ? {} : { body, duplex: 'half' as const }) }));

async function repositoryOf(config: { token?: string; maxUploadBytes?: number } = {}): Promise<{ dataDir: string; ask: Ask }> {
  const dataDir = join(await makeTempFolder(), 'kho');
  return { dataDir, ask: asker(createRepository({ dataDir, ...config })) };
}

async function create(ask: Ask, length: number, hash?: string): Promise<string> {
  const response = await ask('POST', '/files', { headers: { 'Upload-Length': String(length), ...(hash === undefined ? {} : { 'Upload-Metadata': `sha256 ${base64(hash)}` }) } });
  expect(response.status).toBe(201);
  return response.headers.get('location') ?? '';
}

const patch = (ask: Ask, url: string, offset: number, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> => ask('PATCH', url, { headers: { ...OCTETS, 'Upload-Offset': String(offset), ...headers }, body });
const offsetOf = async (ask: Ask, url: string): Promise<string | null> => (await ask('HEAD', url)).headers.get('upload-offset');

describe('tus', () => {
  it('says what it can', async () => {
    const { ask } = await repositoryOf({ maxUploadBytes: 1_000 });
    const response = await ask('OPTIONS', '/files');
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'tus-version': '1.0.0', 'tus-extension': 'creation,creation-with-upload,checksum,termination', 'tus-max-size': '1000', 'tus-checksum-algorithm': 'sha1,sha256' });
  });
  it('takes a file in pieces and tells how far it is', async () => {
    const { ask } = await repositoryOf();
    const url = await create(ask, 10, sha256('0123456789'));
    expect(await offsetOf(ask, url)).toBe('0');
    const first = await patch(ask, url, 0, '01234');
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '5']);
    expect(await offsetOf(ask, url)).toBe('5');
    expect((await patch(ask, url, 5, '56789')).headers.get('upload-offset')).toBe('10');
    const head = await ask('HEAD', url);
    expect([head.status, head.headers.get('upload-offset'), head.headers.get('upload-length'), head.headers.get('cache-control')]).toEqual([200, '10', '10', 'no-store']);
  });
  it('takes a small file with its creation, and an empty one', async () => {
    const { ask } = await repositoryOf();
    const response = await ask('POST', '/files', { headers: { ...OCTETS, 'Upload-Length': '3' }, body: 'abc' });
    expect([response.status, response.headers.get('upload-offset')]).toEqual([201, '3']);
    expect(await offsetOf(ask, await create(ask, 0))).toBe('0');
  });
  it('refuses a piece that does not go on where the last one ended, and says where that is', async () => {
    const { ask } = await repositoryOf();
    const url = await create(ask, 10);
    await patch(ask, url, 0, '01234');
    for (const wrong of [0, 4, 6]) {
      const response = await patch(ask, url, wrong, 'x');
      expect([response.status, response.headers.get('upload-offset')]).toEqual([409, '5']);
    }
  });
  it('takes no more than was announced, and forgets the piece that was more', async () => {
    const { ask } = await repositoryOf();
    const url = await create(ask, 3);
    expect((await patch(ask, url, 0, 'abcd')).status).toBe(413);
    expect(await offsetOf(ask, url)).toBe('0');
  });
  it.each([['sha1', 'sha1'], ['sha256', 'sha256']])('checks a piece by %s, and leaves the offset where it was when it is wrong', async (_, algorithm) => {
    const { ask } = await repositoryOf();
    const url = await create(ask, 5);
    const wrong = await patch(ask, url, 0, 'hallo', { 'Upload-Checksum': `${algorithm} ${createHash(algorithm).update('hello').digest('base64')}` });
    expect(wrong.status).toBe(460);
    expect(await offsetOf(ask, url)).toBe('0');
    expect((await patch(ask, url, 0, 'hello', { 'Upload-Checksum': `${algorithm} ${createHash(algorithm).update('hello').digest('base64')}` })).status).toBe(204);
    expect((await patch(ask, url, 5, '', { 'Upload-Checksum': 'crc32 x' })).status).toBe(400);
  });
  it('answers 460 and forgets the upload when the whole is not what was promised', async () => {
    const { ask } = await repositoryOf();
    const url = await create(ask, 5, sha256('hello'));
    expect((await patch(ask, url, 0, 'hallo')).status).toBe(460);
    expect((await ask('HEAD', url)).status).toBe(404);
  });
  it('ends an upload on request', async () => {
    const { ask, dataDir } = await repositoryOf();
    const url = await create(ask, 5);
    expect((await ask('DELETE', url)).status).toBe(204);
    expect((await ask('HEAD', url)).status).toBe(404);
    expect((await ask('DELETE', url)).status).toBe(404);
    expect(await readdir(join(dataDir, 'uploads'))).toEqual([]);
  });
  it.each([
    ['another version', { 'Tus-Resumable': '0.2.2', 'Upload-Length': '1' }, 412], ['no length', {}, 400], ['a length that is none', { 'Upload-Length': '-1' }, 400], ['a length beyond counting', { 'Upload-Length': '99999999999999999' }, 400],
    ['a length beyond the limit', { 'Upload-Length': '1001' }, 413], ['metadata that is none', { 'Upload-Length': '1', 'Upload-Metadata': 'a b c d' }, 400], ['a hash that is none', { 'Upload-Length': '1', 'Upload-Metadata': `sha256 ${base64('../../etc/passwd')}` }, 400],
  ])('refuses creation with %s', async (_, headers, status) => {
    const { ask } = await repositoryOf({ maxUploadBytes: 1_000 });
    expect((await ask('POST', '/files', { headers: headers as Record<string, string> })).status).toBe(status);
  });
  it('refuses a piece of another type, without an offset, or for nothing', async () => {
    const { ask } = await repositoryOf();
    const url = await create(ask, 5);
    expect((await ask('PATCH', url, { headers: { 'Upload-Offset': '0', 'Content-Type': 'text/plain' }, body: 'x' })).status).toBe(415);
    expect((await ask('PATCH', url, { headers: OCTETS, body: 'x' })).status).toBe(400);
    for (const id of ['00000000-0000-4000-8000-000000000000', '..%2F..%2Fetc%2Fpasswd', 'x'.repeat(500), '%00']) expect((await patch(ask, `/files/${id}`, 0, 'x')).status).toBe(404);
  });
  it('keeps what came before a cut, and lets a new request take the place of one that hangs', async () => {
    const dataDir = join(await makeTempFolder(), 'kho');
    const repository = await startRepository(dataDir);
    const ask: Ask = (method, path, { headers = {}, body } = {}) => fetch(new URL(path, repository.url()), { method, headers: { 'Tus-Resumable': '1.0.0', ...headers }, ...(body === undefined ? {} : { body }) });
    const url = await create(ask, 1_000);
    const hanging = net.connect(repository.port(), '127.0.0.1');
    hanging.on('error', () => undefined);
    hanging.write(`PATCH ${url} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(300)}`);
    await expect.poll(async () => (await readFile(join(dataDir, 'uploads', `${url.split('/').at(-1) ?? ''}.bin`))).length).toBe(300);
    expect(await offsetOf(ask, url)).toBe('300');
    hanging.destroy();
    expect((await patch(ask, url, 300, 'y'.repeat(700))).headers.get('upload-offset')).toBe('1000');
  });
  it('goes on after a restart with what it had', async () => {
    const { ask, dataDir } = await repositoryOf();
    const url = await create(ask, 6);
    await patch(ask, url, 0, 'abc');
    const again = asker(createRepository({ dataDir }));
    expect(await offsetOf(again, url)).toBe('3');
    expect((await patch(again, url, 3, 'def')).headers.get('upload-offset')).toBe('6');
  });
  it('clears away what nobody finished for weeks', async () => {
    const { ask, dataDir } = await repositoryOf();
    const url = await create(ask, 6);
    for (const name of await readdir(join(dataDir, 'uploads'))) await utimes(join(dataDir, 'uploads', name), 0, 0);
    expect((await asker(createRepository({ dataDir }))('HEAD', url)).status).toBe(404);
  });
});

it('reads tus metadata and refuses what is malformed', () => {
  expect([...(parseMetadata(`name ${base64('số hoá')},empty,sha256 ${base64('x')}`) ?? [])]).toEqual([['name', 'số hoá'], ['empty', ''], ['sha256', 'x']]);
  for (const bad of ['a !!!', 'a x,a y', `a ${'A'.repeat(9_000)}`, ',,']) expect(parseMetadata(bad)).toBeUndefined();
});

describe('packages', () => {
  type Offer = { sha256: string; name: string; files: { path: string; sha256: string; sizeBytes: number }[] };

  async function offered(ask: Ask, files: Record<string, number | string> = { 'a.txt': 'xin chào', 'b.bin': 1_000 }): Promise<{ offer: Offer; bag: string }> {
    const bag = join(await makeTempFolder(), 'bag');
    await makeBag(bag, files);
    const { sha256: digest, name, files: list } = await prepareOutgoing(bag, new AbortController().signal);
    for (const { path } of list) await upload(ask, await readFile(join(bag, path)));
    return { offer: { sha256: digest, name, files: [...list] }, bag };
  }
  const upload = async (ask: Ask, bytes: Buffer): Promise<void> => {
    const url = await create(ask, bytes.length, sha256(bytes));
    if (bytes.length > 0) expect((await patch(ask, url, 0, new Uint8Array(bytes))).status).toBe(204);
  };
  const post = (ask: Ask, path: string, body: unknown, key?: string): Promise<Response> => ask('POST', path, { headers: { 'Content-Type': 'application/json', ...(key === undefined ? {} : { 'Idempotency-Key': key }) }, body: JSON.stringify(body) });
  const commit = (ask: Ask, offer: Offer): Promise<Response> => post(ask, '/packages/commit', offer, offer.sha256);
  const json = async (response: Response): Promise<Record<string, unknown>> => (await response.json()) as Record<string, unknown>;

  it('are accepted when all of them is here and right, listed, and given back byte for byte', async () => {
    const { ask } = await repositoryOf();
    const { offer, bag } = await offered(ask);
    expect(await json(await post(ask, '/packages/plan', offer))).toEqual({ state: 'wanted', receipt: null, missing: [] });
    const accepted = await commit(ask, offer);
    expect(accepted.status).toBe(201);
    const { receipt } = (await json(accepted)) as { receipt: { sha256: string } };
    expect(receipt.sha256).toBe(offer.sha256);
    expect((await json(await ask('GET', '/packages')))['packages']).toMatchObject([{ name: 'Gói thử', files: 6 }]);
    expect(await json(await ask('GET', `/packages/${offer.sha256}`))).toMatchObject({ receipt, files: offer.files });
    for (const file of offer.files) {
      const got = await ask('GET', `/packages/${offer.sha256}/contents/${file.sha256}`);
      expect(got.headers.get('etag')).toBe(`"${file.sha256}"`);
      expect(Buffer.from(await got.arrayBuffer())).toEqual(await readFile(join(bag, file.path)));
    }
    expect((await ask('GET', `/packages/${offer.sha256}/contents/${offer.files[0]?.sha256 ?? ''}`, { headers: { 'If-None-Match': `"${offer.files[0]?.sha256 ?? ''}"` } })).status).toBe(304);
  });
  it('are accepted once: the duplicate, also after a restart and at the same moment, gets the first receipt', async () => {
    const { ask, dataDir } = await repositoryOf();
    const { offer } = await offered(ask);
    const answers = await Promise.all([commit(ask, offer), commit(ask, offer), commit(ask, offer)]);
    const receipts = await Promise.all(answers.map(async (answer) => JSON.stringify((await json(answer))['receipt'])));
    expect(new Set(receipts).size).toBe(1);
    const again = await commit(asker(createRepository({ dataDir })), offer);
    expect([again.status, (await json(again))['duplicate']]).toEqual([200, true]);
    expect(await json(await post(ask, '/packages/plan', offer))).toMatchObject({ state: 'stored', missing: [] });
  });
  it('are not accepted while something is missing, which is named', async () => {
    const { ask } = await repositoryOf();
    const { offer } = await offered(ask);
    const file = { path: 'data/c.txt', sha256: sha256('never sent'), sizeBytes: 10 };
    const answer = await commit(ask, { ...offer, files: [...offer.files, file] });
    expect([answer.status, (await json(answer))['missing']]).toEqual([409, [file.sha256]]);
  });
  it.each<readonly [string, (offer: Offer) => Offer, string]>([
    ['a payload file left out', (offer) => ({ ...offer, files: offer.files.filter(({ path }) => path !== 'data/a.txt') }), 'file-missing'],
    ['two files exchanged', (offer) => ({ ...offer, files: offer.files.map((file) => (file.path === 'data/a.txt' ? { ...pick(offer, 'data/b.bin'), path: file.path } : file)) }), 'file-changed'],
    ['a tag file that no list knows', (offer) => ({ ...offer, files: [...offer.files, { ...pick(offer, 'bagit.txt'), path: 'extra.txt' }] }), 'file-not-listed'],
    ['another name for the whole', (offer) => ({ ...offer, sha256: 'a'.repeat(64) }), 'file-changed'],
    ['a path that leaves it', (offer) => ({ ...offer, files: [...offer.files, { ...pick(offer, 'bagit.txt'), path: '../../../etc/cron.d/x' }] }), 'unsafe-name'],
    ['an absolute path', (offer) => ({ ...offer, files: [...offer.files, { ...pick(offer, 'bagit.txt'), path: '/etc/x' }] }), 'unsafe-name'],
    ['a path twice', (offer) => ({ ...offer, files: [...offer.files, pick(offer, 'bagit.txt')] }), 'listed-twice'],
  ])('are refused with %s, and nothing of them is stored', async (_, spoil, code) => {
    const { ask, dataDir } = await repositoryOf();
    const { offer } = await offered(ask);
    const spoiled = spoil(offer);
    const answer = await commit(ask, spoiled);
    expect(answer.status).toBe(422);
    expect(((await json(answer))['findings'] as { code: string }[]).map((finding) => finding.code)).toContain(code);
    expect(await readdir(join(dataDir, 'packages'))).toEqual([]);
    // The honest one still comes through.
    expect((await commit(ask, offer)).status).toBe(201);
  });
  const pick = (offer: Offer, path: string): Offer['files'][number] => offer.files.find((file) => file.path === path) ?? { path, sha256: '', sizeBytes: 0 };

  it('are refused as requests when they are no offers', async () => {
    const { ask } = await repositoryOf();
    const { offer } = await offered(ask);
    for (const body of [null, {}, { ...offer, files: [] }, { ...offer, sha256: 'x' }, { ...offer, files: [{ path: 'a', sha256: 'b', sizeBytes: -1 }] }]) expect((await post(ask, '/packages/commit', body, offer.sha256)).status).toBe(400);
    expect((await post(ask, '/packages/commit', offer)).status).toBe(400);
    expect((await post(ask, '/packages/commit', offer, 'b'.repeat(64))).status).toBe(400);
    expect((await ask('POST', '/packages/plan', { body: '{' })).status).toBe(400);
    for (const path of ['/packages/x', `/packages/${'a'.repeat(64)}`, `/packages/${'a'.repeat(64)}/contents/${'a'.repeat(64)}`, '/packages/..%2f..%2fetc%2fpasswd']) expect((await ask('GET', path)).status).toBe(404);
  });
  it('are kept as OCFL objects whose inventories tell every file and every version', async () => {
    const { ask, dataDir } = await repositoryOf();
    const first = await offered(ask, { 'a.txt': 'một', 'same.txt': 'giữ' });
    await commit(ask, first.offer);
    const second = await offered(ask, { 'a.txt': 'hai', 'same.txt': 'giữ' });
    expect((await json(await commit(ask, second.offer)))['receipt']).toMatchObject({ identifier: 'batch-1/v2' });
    const { entries } = await openFolder(join(dataDir, 'ocfl'));
    expect(entries.map(({ path }) => path)).toEqual(expect.arrayContaining(['0=ocfl_1.1', 'ocfl_layout.json']));
    const object = join(dataDir, 'ocfl', (entries.find(({ path }) => path.endsWith('0=ocfl_object_1.1'))?.path ?? '').replace('/0=ocfl_object_1.1', ''));
    const text = await readFile(join(object, 'inventory.json'), 'utf8');
    expect(await readFile(join(object, 'inventory.json.sha256'), 'utf8')).toBe(`${sha256(text)} inventory.json\n`);
    const inventory = JSON.parse(text) as { id: string; head: string; manifest: Record<string, string[]>; versions: Record<string, { state: Record<string, string[]> }> };
    expect([inventory.id, inventory.head]).toEqual(['batch-1', 'v2']);
    for (const [digest, [path]] of Object.entries(inventory.manifest)) expect(sha256(await readFile(join(object, path ?? '')))).toBe(digest);
    const paths = (version: string): string[] => Object.values(inventory.versions[version]?.state ?? {}).flat().sort();
    expect(paths('v1')).toEqual(first.offer.files.map(({ path }) => path).sort());
    expect(paths('v2')).toEqual(second.offer.files.map(({ path }) => path).sort());
    expect(inventory.manifest[sha256('giữ')]).toEqual([`v1/content/${sha256('giữ')}`]);
    expect(await readFile(join(object, 'v2/inventory.json'), 'utf8')).toBe(text);
  });
  it('finish a version that a killed server had begun', async () => {
    const { ask, dataDir } = await repositoryOf();
    const { offer } = await offered(ask);
    const hash = sha256('batch-1');
    const object = join(dataDir, 'ocfl', hash.slice(0, 3), hash.slice(3, 6), hash.slice(6, 9), hash);
    await mkdir(join(object, 'v1', 'content'), { recursive: true });
    await writeFile(join(object, 'v1', 'content', offer.files[0]?.sha256 ?? ''), 'half');
    expect((await commit(ask, offer)).status).toBe(201);
    const got = await ask('GET', `/packages/${offer.sha256}/contents/${offer.files[0]?.sha256 ?? ''}`);
    expect(sha256(Buffer.from(await got.arrayBuffer()))).toBe(offer.files[0]?.sha256);
  });
  it('ask again for a content that rotted on the repository’s own disk', async () => {
    const { ask, dataDir } = await repositoryOf();
    const { offer, bag } = await offered(ask);
    const { sha256: hash } = pick(offer, 'data/b.bin');
    const path = join(dataDir, 'received', hash);
    const rotten = await readFile(path);
    rotten[5] = (rotten[5] ?? 0) ^ 1;
    await writeFile(path, rotten);
    const refused = await commit(ask, offer);
    expect([refused.status, (await json(refused))['missing']]).toEqual([409, [hash]]);
    await upload(ask, await readFile(join(bag, 'data/b.bin')));
    expect((await commit(ask, offer)).status).toBe(201);
  });
  it('are listed on a page that shows names as text', async () => {
    const { ask } = await repositoryOf();
    const { offer } = await offered(ask);
    await commit(ask, { ...offer, name: '<script>alert(1)</script>' });
    const page = await ask('GET', '/');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toContain('<script');
  });
});

describe('a token', () => {
  it('is asked of every request, as Bearer or as the password of a browser', async () => {
    const { ask } = await repositoryOf({ token: 'bí-mật' });
    for (const [method, path] of [['GET', '/'], ['GET', '/packages'], ['POST', '/packages/commit'], ['POST', '/files'], ['OPTIONS', '/files']] as const) {
      const refused = await ask(method, path);
      expect([refused.status, refused.headers.get('www-authenticate')?.startsWith('Basic')]).toEqual([401, true]);
    }
    expect((await ask('GET', '/', { headers: { Authorization: `Basic ${base64('ai:bí-mật')}` } })).status).toBe(200);
  });
  it('is compared whole', () => {
    expect(carriesToken('Bearer abc', 'abc')).toBe(true);
    expect(carriesToken(`Basic ${base64('x:a:b')}`, 'a:b')).toBe(true);
    for (const wrong of [undefined, '', 'Bearer', 'Bearer ab', 'Bearer abcd', 'abc', 'Basic abc', `Basic ${base64('abc:')}`]) expect(carriesToken(wrong, 'abc')).toBe(false);
  });
});

it('survives a request with headers without end and one that never ends', async () => {
  const repository = await startRepository(join(await makeTempFolder(), 'kho'));
  const status = await new Promise<string>((resolve) => {
    const socket = net.connect(repository.port(), '127.0.0.1');
    socket.on('data', (bytes) => resolve(bytes.toString().split('\r\n')[0] ?? ''));
    socket.on('error', () => resolve('reset'));
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`);
  });
  expect(status).toMatch(/431|reset/);
  const slow = net.connect(repository.port(), '127.0.0.1');
  slow.write('POST /packages/plan HTTP/1.1\r\nHost: x\r\n');
  expect((await fetch(repository.url())).status).toBe(200);
  slow.destroy();
});

it('does not take a body beyond its limit for an offer', async () => {
  const { ask } = await repositoryOf();
  const response = await ask('POST', '/packages/plan', { headers: { 'Content-Type': 'application/json', 'Content-Length': String(65 * 1024 * 1024) }, body: 'x' });
  expect(response.status).toBe(413);
});

it('notices a content that rotted on its own disk before it was committed', async () => {
  const { ask, dataDir } = await repositoryOf();
  const bytes = randomBytes(100);
  const url = await create(ask, 100, sha256(bytes));
  await patch(ask, url, 0, new Uint8Array(bytes));
  await appendFile(join(dataDir, 'received', sha256(bytes)), 'x');
  const plan = await ask('POST', '/packages/plan', { body: JSON.stringify({ sha256: 'a'.repeat(64), name: 'x', files: [{ path: 'data/x', sha256: sha256(bytes), sizeBytes: 100 }] }) });
  expect(await plan.json()).toMatchObject({ missing: [sha256(bytes)] });
});

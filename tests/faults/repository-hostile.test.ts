// The reference repository as a process of its own, against senders that mean harm: it goes on serving the
// others, its memory stays small, and nothing is written where it should not be.
import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readBack } from '../../backend/pipeline/read-back.ts';
import { uploadPackage } from '../../backend/pipeline/upload.ts';
import { createMemoryUploadState } from '../../backend/targets/upload-state.ts';
import { makeBag } from '../support/sample-bag.ts';
import { startRepositoryProcess, type RepositoryProcess } from '../support/repository-process.ts';
import { createTempDir } from '../support/test-backend.ts';

const MOST_MEMORY_MB = 700;
const never = new AbortController().signal;
const OCTETS = { 'Tus-Resumable': '1.0.0', 'Content-Type': 'application/offset+octet-stream' };
let temp: Awaited<ReturnType<typeof createTempDir>>;
let data: string;
let repository: RepositoryProcess;
let bags = 0;

beforeAll(async () => {
  temp = await createTempDir();
  data = path.join(temp.dir, 'kho');
  repository = await startRepositoryProcess(data);
});
afterAll(async () => {
  await repository.stop();
  await temp.remove();
});

/** A package of somebody who means well arrives, meanwhile and after. */
async function servesOthers(): Promise<void> {
  const bag = path.join(temp.dir, `goi-${(bags += 1)}`);
  await makeBag(bag, { 'a.bin': 200_000 }, `dot-${bags}`);
  await uploadPackage({ dir: bag, target: repository.url, state: createMemoryUploadState() }, { signal: never, progress: () => undefined });
  expect(await readBack({ dir: bag, target: repository.url }, never)).toMatchObject({ ok: true });
}

async function peakMemoryMb(): Promise<number> {
  const status = await readFile(`/proc/${repository.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

/** Raw bytes on a connection; what the server said first, 'closed' when it only hung up. */
const raw = (bytes: string | Buffer, waitMs = 10_000): Promise<string> =>
  new Promise((resolve) => {
    const socket = net.connect(repository.port, '127.0.0.1');
    const end = (said: string): void => {
      socket.destroy();
      resolve(said);
    };
    socket.setTimeout(waitMs, () => end('silent'));
    socket.on('data', (answer) => end(answer.toString('latin1').split('\r\n')[0] ?? '')).on('error', () => end('closed')).on('close', () => end('closed'));
    socket.write(bytes);
  });

async function create(sizeBytes: number, metadata?: string): Promise<string> {
  const answer = await fetch(`${repository.url}files`, { method: 'POST', headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(sizeBytes), ...(metadata === undefined ? {} : { 'Upload-Metadata': metadata }) } });
  expect(answer.status).toBe(201);
  return answer.headers.get('location') ?? '';
}

it('huge headers, too many of them, lines that are no HTTP: refused, and the next one is served', async () => {
  expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(2_000_000)}\r\n\r\n`)).toMatch(/431|closed/);
  expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 5_000 }, (_, at) => `X-${at}: ${'b'.repeat(20)}`).join('\r\n')}\r\n\r\n`)).toMatch(/431|closed/);
  expect(await raw(`GET /${'../'.repeat(3_000)}etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/404|431/);
  expect(await raw(randomBytes(4_000))).toMatch(/400|closed/);
  expect(await raw('POST /files HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')).toMatch(/400|closed/);
  await servesOthers();
});

it('many slow senders at once do not keep the others waiting, and what they sent is kept', async () => {
  const slow = await Promise.all(Array.from({ length: 60 }, async () => {
    const place = await create(1_000);
    const socket = net.connect(repository.port, '127.0.0.1').on('error', () => undefined);
    socket.write(`PATCH ${place} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 1000\r\n\r\n`);
    const drip = setInterval(() => socket.write('x'), 50);
    return { place, stop: () => (clearInterval(drip), socket.destroy()) };
  }));
  await servesOthers();
  for (const { stop } of slow) stop();
  const offsets = await Promise.all(slow.map(async ({ place }) => Number((await fetch(new URL(place, repository.url), { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } })).headers.get('upload-offset'))));
  expect(offsets.every((offset) => offset > 0 && offset < 1_000)).toBe(true);
});

it('a body that says it is compressed stays what it is: nothing is inflated', async () => {
  const bomb = gzipSync(Buffer.alloc(200_000_000));
  expect(bomb.length).toBeLessThan(400_000);
  const plan = await fetch(`${repository.url}packages/plan`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }, body: bomb });
  expect(plan.status).toBe(400);
  const place = await create(bomb.length);
  const sent = await fetch(new URL(place, repository.url), { method: 'PATCH', headers: { ...OCTETS, 'Upload-Offset': '0', 'Content-Encoding': 'gzip' }, body: bomb });
  expect([sent.status, sent.headers.get('upload-offset')]).toEqual([204, String(bomb.length)]);
  expect((await stat(path.join(data, 'received', createHash('sha256').update(bomb).digest('hex')))).size).toBe(bomb.length);
  expect(await peakMemoryMb()).toBeLessThan(MOST_MEMORY_MB);
});

it('a package with a zip bomb in it is kept as the file it is', async () => {
  const bag = path.join(temp.dir, 'bom');
  await makeBag(bag, { 'bom.zip': gzipSync(Buffer.alloc(300_000_000)).toString('latin1'), 'bom.pdf': `%PDF-1.4\n${'<<'.repeat(50_000)}` }, 'dot-bom');
  await uploadPackage({ dir: bag, target: repository.url, state: createMemoryUploadState() }, { signal: never, progress: () => undefined });
  expect(await readBack({ dir: bag, target: repository.url }, never)).toMatchObject({ ok: true });
  expect(await peakMemoryMb()).toBeLessThan(MOST_MEMORY_MB);
});

it('offers that are deep, huge, or no offers are refused; memory stays small', async () => {
  const plan = async (body: string): Promise<number> => (await fetch(`${repository.url}packages/plan`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).status;
  const file = { path: 'data/a', sha256: 'a'.repeat(64), sizeBytes: 1 };
  const offer = (files: unknown): string => JSON.stringify({ sha256: 'b'.repeat(64), name: 'x', files });
  expect(await plan('['.repeat(300_000))).toBe(400);
  expect(await plan(`{"a":`.repeat(100_000))).toBe(400);
  expect(await plan(offer(Array.from({ length: 200_001 }, () => file)))).toBe(400);
  expect(await plan(offer([{ ...file, sizeBytes: 1e300 }]))).toBe(400);
  expect(await plan(offer([{ ...file, path: 'a'.repeat(3_000) }]))).toBe(400);
  expect(await plan(`"${'x'.repeat(65 * 1024 * 1024)}"`)).toBe(413);
  expect(await peakMemoryMb()).toBeLessThan(MOST_MEMORY_MB);
  await servesOthers();
});

it.each(['../../../ngoai', '/etc/ngoai', 'data/../../ngoai', 'C:\\ngoai', 'data/\u0000x', 'data/a\u0301'])('a package whose file is called %j is not accepted and leads nowhere', async (name) => {
  const bytes = randomBytes(50);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const place = await create(50);
  await fetch(new URL(place, repository.url), { method: 'PATCH', headers: { ...OCTETS, 'Upload-Offset': '0' }, body: bytes });
  const answer = await fetch(`${repository.url}packages/commit`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': sha256 }, body: JSON.stringify({ sha256, name: '../../ten', files: [{ path: name, sha256, sizeBytes: 50 }] }) });
  expect(answer.status).toBe(422);
  expect((await readdir(temp.dir)).filter((entry) => entry.includes('ngoai') || entry.includes('ten'))).toEqual([]);
});

it('metadata of an upload that is hostile is refused or is only text', async () => {
  const status = async (metadata: string): Promise<number> => (await fetch(`${repository.url}files`, { method: 'POST', headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '5', 'Upload-Metadata': metadata } })).status;
  expect(await status(`sha256 ${Buffer.from('../../etc/passwd').toString('base64')}`)).toBe(400);
  expect(await status(`filename ${Buffer.from('../../../ngoai').toString('base64')}`)).toBe(201);
  expect(await status('a b c, d')).toBe(400);
  expect(await status(`a ${'A'.repeat(9_000)}`)).toBe(400);
  for (const id of ['..%2F..%2Faccounts', '%00', 'a'.repeat(36), '..%5C..%5Caccounts.json']) expect((await fetch(`${repository.url}files/${id}`, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } })).status, id).toBeGreaterThanOrEqual(400);
});

it('has served everybody with little memory, and fallen over nothing', async () => {
  await servesOthers();
  expect(await peakMemoryMb()).toBeLessThan(MOST_MEMORY_MB);
  expect(repository.said()).not.toMatch(/unhandled|uncaught|heap out of memory/i);
});

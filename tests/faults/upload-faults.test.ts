// The fault table: what a commune's line, a province's server and a clerk's machine do, injected between the
// real client and the real server on loopback. After each fault every package is there exactly once, byte
// for byte, with a receipt; bytes are counted on the wire. A short form runs with every test run, the full
// one with `npm run test:faults`; both print their counts.
import { createHash, X509Certificate } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readBack } from '../../backend/pipeline/read-back.ts';
import { prepareOutgoing, uploadPackage } from '../../backend/pipeline/upload.ts';
import { createMemoryUploadState } from '../../backend/targets/upload-state.ts';
import type { UploadStateStore } from '../../backend/targets/upload-state.ts';
import { targetFor } from '../../backend/targets/target-registry.ts';
import type { TargetOptions } from '../../backend/targets/upload-target.ts';
import { AppError } from '../../shared/errors.ts';
import { makeAuthority } from '../support/certificates.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { startFaulty, type Interfere } from '../support/faulty-repository.ts';
import { runChild } from '../support/run-child.ts';
import { startRepository } from '../support/running-repository.ts';
import { makeBag } from '../support/sample-bag.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { until } from '../support/until.ts';

const FULL = process.env['SOHOA_FAULTS'] === 'full';
const MB = 1024 * 1024;
const PACE = { firstDelayMs: 5, longestDelayMs: 60, tries: 8 };
const never = new AbortController().signal;
const letThrough: Interfere = (_, next) => next();
const uploadChild = fileURLToPath(new URL('../support/upload-child.ts', import.meta.url));

type Line = { readonly fault: string; readonly packages: number; readonly bytes: number; readonly sent: number | null; readonly stored: number; readonly outcome: string };
const table: Line[] = [];
const note = (line: Line): void => void table.push(line);

afterAll(() => {
  const rows = table.map(({ fault, packages, bytes, sent, stored, outcome }) => [fault, String(packages), String(bytes), sent === null ? '—' : String(sent), sent === null || bytes === 0 ? '—' : (sent / bytes).toFixed(3), String(stored), outcome]);
  const all = [['fault', 'packages', 'bytes', 'sent', 'ratio', 'stored', 'outcome'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length))) ?? [];
  process.stdout.write(`\nfault table (${FULL ? 'full' : 'short'} form)\n${all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')}\n`);
});

type Shop = { readonly dir: string; readonly data: string; readonly bag: string; readonly bytes: number; readonly files: number };
async function shop(files: Readonly<Record<string, number | string>> = { 'a.bin': 5 * MB, 'b.bin': 700_000, 'c.txt': 'xin chào' }): Promise<Shop> {
  const dir = await makeTempFolder();
  const bag = join(dir, 'package');
  return { dir, data: join(dir, 'repository'), bag, ...(await makeBag(bag, files)) };
}

const send = (bag: string, target: string, more: TargetOptions & { state?: UploadStateStore; signal?: AbortSignal; onProgress?: (done: number) => void } = {}) => {
  const { state = createMemoryUploadState(), signal = never, onProgress = () => undefined, ...options } = more;
  return uploadPackage({ dir: bag, target, state, pace: PACE, ...options }, { signal, progress: onProgress });
};

/** Exactly once, byte for byte. */
async function expectThere(bag: string, target: string, packages: () => Promise<number>, options: TargetOptions = {}): Promise<void> {
  expect(await packages()).toBe(1);
  expect(await readBack({ dir: bag, target, ...options }, never)).toMatchObject({ ok: true });
}

describe('the line', () => {
  it.each(FULL ? [10, 20, 30, 40, 50, 60, 70, 80, 90] : [30, 70])('is cut when %i hundredths of the way are done', async (percent) => {
    const { bag, data, bytes } = await shop();
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    proxy.cutAfter([(bytes * percent) / 100]);
    const receipt = await send(bag, proxy.url);
    expect(receipt.sha256).toBe((await prepareOutgoing(bag, never)).sha256);
    const sent = proxy.bytesUp();
    expect(proxy.cuts()).toBe(1);
    expect(sent / bytes).toBeLessThanOrEqual(1.05);
    await expectThere(bag, repository.url(), repository.packages);
    note({ fault: `line cut at ${percent} %`, packages: 1, bytes, sent, stored: await repository.contents(), outcome: 'receipt' });
  });

  it('is cut at every tenth of the way', async () => {
    const { bag, data, bytes } = await shop({ 'a.bin': 16 * MB, 'b.bin': 700_000 });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    proxy.cutAfter([1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => (bytes * tenth) / 10));
    await send(bag, proxy.url);
    const sent = proxy.bytesUp();
    expect(proxy.cuts()).toBe(9);
    expect(sent / bytes).toBeLessThanOrEqual(1.05);
    await expectThere(bag, repository.url(), repository.packages);
    note({ fault: 'line cut at every 10 %', packages: 1, bytes, sent, stored: await repository.contents(), outcome: 'receipt' });
  });

  it('resets one connection in a hundred, for a long run of packages', async () => {
    const count = FULL ? 500 : 40;
    // The short form, with its few packages, has to be worse to be anything.
    const every = FULL ? 100 : 20;
    const dir = await makeTempFolder();
    const repository = await startRepository(join(dir, 'repository'));
    const proxy = await startCuttingProxy(repository.port());
    // Early enough that a connection of small files meets it, too.
    proxy.resetEvery(every, 400);
    const bags: { bag: string; bytes: number }[] = [];
    for (let at = 0; at < count; at += 1) bags.push({ bag: join(dir, `p${at}`), ...(await makeBag(join(dir, `p${at}`), { 'a.bin': 300_000, 'b.txt': String(at) }, `batch-${at}`)) });
    const waiting = bags.values();
    const receipts = new Set<string>();
    const lane = async (): Promise<void> => {
      for (const { bag } of waiting) receipts.add((await send(bag, proxy.url)).identifier);
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
    expect(receipts.size).toBe(count);
    expect(await repository.packages()).toBe(count);
    expect(proxy.cuts()).toBeGreaterThan(0);
    const whole = bags.reduce((sum, { bytes }) => sum + bytes, 0);
    // 1.05 is for one in a hundred; of the short form's one in twenty, four times as many packages lose what was on its way.
    expect(proxy.bytesUp() / whole).toBeLessThanOrEqual(FULL ? 1.05 : 1.2);
    for (const { bag } of bags.filter((_, at) => at % 25 === 0)) expect(await readBack({ dir: bag, target: repository.url() }, never)).toMatchObject({ ok: true });
    note({ fault: `1 connection in ${every} reset (${proxy.cuts()} of ${proxy.connections()})`, packages: count, bytes: whole, sent: proxy.bytesUp(), stored: await repository.contents(), outcome: `${receipts.size} receipts` });
  });

  it('answers two seconds late', async () => {
    const { bag, data, bytes } = await shop({ 'a.bin': 300_000, 'b.txt': 'x' });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    proxy.delay(FULL ? 2_000 : 300);
    await send(bag, proxy.url);
    await expectThere(bag, repository.url(), repository.packages);
    note({ fault: `latency ${FULL ? 2 : 0.3} s`, packages: 1, bytes, sent: proxy.bytesUp(), stored: await repository.contents(), outcome: 'receipt' });
  });

  it('carries 64 kbit/s', async () => {
    const { bag, data, bytes } = await shop({ 'a.bin': FULL ? 400_000 : 30_000, 'b.txt': 'x' });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    proxy.throttle(8_000);
    await send(bag, proxy.url);
    expect(proxy.bytesUp() / bytes).toBeLessThanOrEqual(FULL ? 1.05 : 1.2);
    await expectThere(bag, repository.url(), repository.packages);
    note({ fault: 'line of 64 kbit/s', packages: 1, bytes, sent: proxy.bytesUp(), stored: await repository.contents(), outcome: 'receipt' });
  });
});

describe('the server', () => {
  /** The n-th piece (PATCH) is answered with this. */
  const onPiece = (numbers: readonly number[], answer: () => Response): Interfere => {
    let pieces = 0;
    return async (request, next) => {
      if (request.method !== 'PATCH') return next();
      pieces += 1;
      if (!numbers.includes(pieces)) return next();
      await request.arrayBuffer().catch(() => undefined);
      return answer();
    };
  };
  it.each([
    ['500 in the middle', (): Response => new Response('', { status: 500 })],
    ['503 with Retry-After in the middle', (): Response => new Response('', { status: 503, headers: { 'Retry-After': '1' } })],
    ['507, disk full there for a while', (): Response => new Response('no room left', { status: 507 })],
  ] as const)('answers %s', async (fault, answer) => {
    const { bag, data, bytes } = await shop();
    const repository = await startFaulty(data, onPiece([3, 4], answer));
    const proxy = await startCuttingProxy(repository.port);
    const state = createMemoryUploadState();
    const first = await send(bag, proxy.url, { state }).then(() => 'receipt', (error: unknown) => error);
    // A full disk is told at once and tried again by the queue; the others pass by themselves.
    const isFull = fault.startsWith('507');
    for (let tries = 0; tries < 3 && isFull; tries += 1) if (await send(bag, proxy.url, { state }).then(() => true, () => false)) break;
    if (isFull) expect(first).toMatchObject({ code: 'target-refused', detail: { reason: 'no-room' }, retry: 'again' });
    else expect(first).toBe('receipt');
    await expectThere(bag, repository.url, repository.packages);
    note({ fault: `server ${fault}`, packages: 1, bytes, sent: proxy.bytesUp(), stored: await repository.contents(), outcome: isFull ? 'said: no room; then receipt' : 'receipt' });
  });

  it.each([
    ['413', 413, 'too-large', 'none'],
    ['401 in the middle', 401, 'not-allowed', 'none'],
  ] as const)('answers %s: said at once, nothing lost, and it goes on when that is repaired', async (fault, status, reason, retry) => {
    const { bag, data, bytes } = await shop();
    let isWrong = true;
    const broken = onPiece([3, 4, 5, 6, 7, 8], () => new Response('', { status }));
    const repository = await startFaulty(data, (request, next) => (isWrong ? broken(request, next) : next()));
    const proxy = await startCuttingProxy(repository.port);
    const state = createMemoryUploadState();
    await expect(send(bag, proxy.url, { state })).rejects.toMatchObject({ code: 'target-refused', retry, detail: { reason, status } });
    expect(await repository.packages()).toBe(0);
    isWrong = false;
    await send(bag, proxy.url, { state });
    await expectThere(bag, repository.url, repository.packages);
    note({ fault: `server ${fault}`, packages: 1, bytes, sent: proxy.bytesUp(), stored: await repository.contents(), outcome: `said: ${reason}; then receipt` });
  });

  it('acknowledges with a checksum that is not ours: not acknowledged', async () => {
    const { bag, data, bytes } = await shop();
    const wrong = createHash('sha256').update('khác').digest('hex');
    const repository = await startFaulty(data, async (request, next) => {
      const answer = await next();
      if (!request.url.endsWith('/commit')) return answer;
      const body = (await answer.json()) as { receipt: object };
      return Response.json({ ...body, receipt: { ...body.receipt, sha256: wrong } }, { status: answer.status });
    });
    await expect(send(bag, repository.url)).rejects.toMatchObject({ code: 'target-damaged', detail: { received: wrong } });
    note({ fault: 'wrong checksum from the server', packages: 1, bytes, sent: null, stored: await repository.contents(), outcome: 'refused: not ours' });
  });

  it('was restarted and its unfinished uploads are gone', async () => {
    const { bag, data, bytes } = await shop();
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    const stop = new AbortController();
    const state = createMemoryUploadState();
    await expect(send(bag, proxy.url, { state, signal: stop.signal, onProgress: (done) => void (done > 2 * MB && stop.abort()) })).rejects.toMatchObject({ code: 'cancelled' });
    await rm(join(data, 'uploads'), { recursive: true });
    await repository.restart();
    proxy.leadTo(repository.port());
    await send(bag, proxy.url, { state });
    await expectThere(bag, repository.url(), repository.packages);
    note({ fault: 'server restarted, its uploads gone', packages: 1, bytes, sent: proxy.bytesUp(), stored: await repository.contents(), outcome: 'receipt' });
  });

  it('has a clock that is three years off', async () => {
    const { bag, data, bytes } = await shop({ 'a.bin': 300_000 });
    const date = new Date(Date.now() - 3 * 365 * 24 * 3_600_000);
    const repository = await startFaulty(data, async (_, next) => {
      const answer = await next();
      const headers = new Headers(answer.headers);
      headers.set('Date', date.toUTCString());
      return new Response(answer.body, { status: answer.status, headers });
    });
    await send(bag, repository.url);
    await expectThere(bag, repository.url, repository.packages);
    expect(await targetFor(repository.url).probe(never)).toContainEqual(expect.objectContaining({ ok: false, code: 'trial-clock-skew' }));
    note({ fault: 'clock skew of 3 years', packages: 1, bytes, sent: null, stored: await repository.contents(), outcome: 'receipt; told when tried' });
  });

  it('shows a certificate that is wrong: nothing is sent, and what is wrong is said', async () => {
    const { dir, bag, data, bytes } = await shop({ 'a.bin': 300_000 });
    const authority = await makeAuthority(dir);
    const good = await authority.issue('good', { host: '127.0.0.1' });
    const sound = await startFaulty(data, letThrough, { tls: good });
    const pin = new X509Certificate(good.cert).fingerprint256;
    const cases: [string, { url: string }, TargetOptions, string][] = [
      ['unknown authority', sound, {}, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
      ['another name', await startFaulty(`${data}-2`, letThrough, { tls: await authority.issue('other', { host: 'khac.example.vn' }) }), { trust: { ca: authority.ca } }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
      ['expired', await startFaulty(`${data}-3`, letThrough, { tls: await authority.issue('old', { host: '127.0.0.1', expired: true }) }), { trust: { ca: authority.ca } }, 'CERT_HAS_EXPIRED'],
      ['not the pinned one', sound, { trust: { ca: authority.ca, pinSha256: 'ab'.repeat(32) } }, 'PINNED_CERTIFICATE_DIFFERS'],
    ];
    for (const [fault, { url }, options, reason] of cases) {
      await expect(send(bag, url, { ...options, token: 'bi-mat', pace: { ...PACE, tries: 1 } }), fault).rejects.toMatchObject({ code: 'target-unreachable', detail: { reason } });
      note({ fault: `TLS: ${fault}`, packages: 1, bytes, sent: null, stored: 0, outcome: `refused: ${reason}` });
    }
    expect(await sound.packages()).toBe(0);
    await send(bag, sound.url, { trust: { ca: authority.ca, pinSha256: pin } });
    expect(await sound.packages()).toBe(1);
  });
});

describe('the sender', () => {
  it('cannot write here any more: said, and it goes on with room', async () => {
    const { bag, data, bytes } = await shop();
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    const memory = createMemoryUploadState();
    let saves = 0;
    const full: UploadStateStore = { load: memory.load, save: async (state) => ((saves += 1) > 2 ? Promise.reject(new AppError('disk-full', {}, 'again')) : memory.save(state)) };
    await expect(send(bag, proxy.url, { state: full })).rejects.toMatchObject({ code: 'disk-full', retry: 'again' });
    await send(bag, proxy.url, { state: memory });
    await expectThere(bag, repository.url(), repository.packages);
    note({ fault: 'disk full here', packages: 1, bytes, sent: proxy.bytesUp(), stored: await repository.contents(), outcome: 'said: disk-full; then receipt' });
  });

  it('is killed with −9 at random moments and started again', async () => {
    const { dir, bag, data, bytes } = await shop({ 'a.bin': 12 * MB, 'b.bin': 700_000, 'c.txt': 'x' });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    proxy.throttle(6 * MB);
    const state = join(dir, 'state.json');
    const moments = FULL ? 10 : 3;
    for (let at = 0; at < moments; at += 1) {
      const child = runChild(uploadChild, [bag, proxy.url, state]);
      const most = (bytes * (at + 1) * (0.3 + Math.random() / 2)) / moments;
      await until('it is on its way', () => proxy.bytesUp() > most || child.stderrSoFar().includes('done'), 60_000);
      child.kill('SIGKILL');
      await child.ended;
    }
    proxy.throttle(0);
    const { code, stderr } = await runChild(uploadChild, [bag, proxy.url, state]).ended;
    expect(code, stderr.slice(-500)).toBe(0);
    const sent = proxy.bytesUp();
    expect(sent / bytes).toBeLessThanOrEqual(1.05 + moments * 0.02);
    await expectThere(bag, repository.url(), repository.packages);
    note({ fault: `killed −9 at ${moments} moments`, packages: 1, bytes, sent, stored: await repository.contents(), outcome: 'receipt' });
  });
});

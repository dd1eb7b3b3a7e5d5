import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readBack } from '../../../backend/pipeline/read-back.ts';
import type { UploadInput } from '../../../backend/pipeline/upload.ts';
import { uploadPackage } from '../../../backend/pipeline/upload.ts';
import type { UploadStateStore } from '../../../backend/targets/upload-state.ts';
import { createMemoryUploadState, uploadStateSchema } from '../../../backend/targets/upload-state.ts';
import { startCuttingProxy } from '../../support/cutting-proxy.ts';
import { startRepository } from '../../support/running-repository.ts';
import { makeBag } from '../../support/sample-bag.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const MB = 1024 * 1024;
const PACE = { firstDelayMs: 5, longestDelayMs: 50, tries: 6 };

type Upload = Partial<UploadInput> & { signal?: AbortSignal; onProgress?: (done: number, total: number) => void };

const send = (dir: string, target: string, { signal = new AbortController().signal, onProgress = () => undefined, ...more }: Upload = {}): ReturnType<typeof uploadPackage> =>
  uploadPackage({ dir, target, state: createMemoryUploadState(), pace: PACE, ...more }, { signal, progress: onProgress });

async function workshop(files: Readonly<Record<string, number | string>>): Promise<{ dir: string; data: string; bag: string; bytes: number; files: number }> {
  const dir = await makeTempFolder();
  const bag = join(dir, 'package');
  const made = await makeBag(bag, files);
  return { dir, data: join(dir, 'repository'), bag, ...made };
}

const held = async (bag: string, target: string, token?: string): Promise<boolean> => (await readBack({ dir: bag, target, ...(token === undefined ? {} : { token }) }, new AbortController().signal)).ok;

describe('a package sent to a repository', () => {
  it('is there byte for byte, with a receipt that carries its hash, and progress that ends at its size', async () => {
    const { data, bag, bytes, files } = await workshop({ 'a.pdf': 3 * MB, 'b.txt': 'xin chào', 'sâu/c': 0, 'sâu/bản sao của b.txt': 'xin chào' });
    const repository = await startRepository(data);
    const seen: number[] = [];
    const state = createMemoryUploadState();
    const receipt = await send(bag, repository.url(), { state, onProgress: (done) => seen.push(done) });
    expect(receipt.identifier).toBe('batch-1/v1');
    expect(seen.at(-1)).toBe(bytes);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(await held(bag, repository.url())).toBe(true);
    // Two files of the same content are one content.
    expect(await repository.contents()).toBe(files - 1);
    const saved = uploadStateSchema.parse(JSON.parse(JSON.stringify(state.current())));
    expect(saved.receipt).toEqual(receipt);
    expect(saved.files.every(({ done }) => done)).toBe(true);
  });

  it('gives the first receipt again when it is sent again, and sends nothing', async () => {
    const { data, bag } = await workshop({ 'a.pdf': 2 * MB });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    const first = await send(bag, proxy.url);
    const before = proxy.bytesUp();
    expect(await send(bag, proxy.url)).toEqual(first);
    expect(proxy.bytesUp() - before).toBeLessThan(4_096);
    expect(await repository.packages()).toBe(1);
  });

  it('is stored once when two clients send it at once', async () => {
    const { data, bag, files } = await workshop({ 'a.pdf': 2 * MB, 'b.pdf': 100_000, 'c.txt': 'x' });
    const repository = await startRepository(data);
    const receipts = await Promise.all([send(bag, repository.url()), send(bag, repository.url()), send(bag, repository.url())]);
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect(await repository.packages()).toBe(1);
    expect(await repository.contents()).toBe(files);
    expect(await held(bag, repository.url())).toBe(true);
  });

  it('becomes the next version when the batch was packed anew, storing only what is new', async () => {
    const { dir, data, bag } = await workshop({ 'same.pdf': 'giữ nguyên', 'old.txt': 'cũ' });
    const repository = await startRepository(data);
    await send(bag, repository.url());
    const before = await repository.contents();
    await makeBag(join(dir, 'second'), { 'same.pdf': 'giữ nguyên', 'old.txt': 'mới' });
    expect((await send(join(dir, 'second'), repository.url())).identifier).toBe('batch-1/v2');
    // old.txt, and the three tag files that tell of it; bagit.txt and same.pdf are there.
    expect((await repository.contents()) - before).toBeLessThanOrEqual(4);
    expect(await held(bag, repository.url())).toBe(true);
    expect(await held(join(dir, 'second'), repository.url())).toBe(true);
  });
});

describe('over a line that fails', () => {
  it('arrives once and whole when cut at every tenth of the way, for at most 5 % more bytes', async () => {
    const { data, bag, bytes } = await workshop({ 'a.pdf': 20 * MB, 'b.pdf': 5 * MB, 'c.pdf': 500_000 });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    proxy.cutAfter(Array.from({ length: 9 }, (_, index) => Math.round(((index + 1) * bytes) / 10)));
    await send(bag, proxy.url);
    expect(proxy.cuts()).toBe(9);
    expect(proxy.bytesUp()).toBeLessThanOrEqual(1.05 * bytes);
    expect(await repository.packages()).toBe(1);
    expect(await held(bag, repository.url())).toBe(true);
  });

  it('goes on where the server was when the client was stopped and started again', async () => {
    const { data, bag, bytes } = await workshop({ 'a.pdf': 24 * MB });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    const state = createMemoryUploadState();
    for (const share of [0.2, 0.5, 0.8]) {
      const stop = new AbortController();
      const stopped = send(bag, proxy.url, { state, signal: stop.signal, onProgress: (done) => done > share * bytes && stop.abort() });
      await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    }
    // What a killed process has is what it saved as JSON.
    const saved = uploadStateSchema.parse(JSON.parse(JSON.stringify(state.current())));
    await send(bag, proxy.url, { state: createMemoryUploadState(saved) });
    // Each stop may lose one piece of 4 MiB that was in the pipe; acknowledged bytes never.
    expect(proxy.bytesUp()).toBeLessThanOrEqual(bytes + 3 * 4 * MB + 0.05 * bytes);
    expect(await held(bag, repository.url())).toBe(true);
  });

  it('goes on when the server was restarted in the middle', async () => {
    const { data, bag, bytes } = await workshop({ 'a.pdf': 24 * MB, 'b.pdf': 300_000 });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    let restarted: Promise<void> | undefined;
    await send(bag, proxy.url, {
      pace: { ...PACE, tries: 50 },
      onProgress: (done) => void (done > bytes / 2 && (restarted ??= repository.restart().then(() => proxy.leadTo(repository.port())))),
    });
    await restarted;
    expect(proxy.bytesUp()).toBeLessThanOrEqual(1.05 * bytes + 4 * MB);
    expect(await repository.packages()).toBe(1);
    expect(await held(bag, repository.url())).toBe(true);
  });

  it('begins that file again when the server forgot its upload', async () => {
    const { data, bag, bytes } = await workshop({ 'a.pdf': 12 * MB });
    const repository = await startRepository(data);
    const state = createMemoryUploadState();
    const stop = new AbortController();
    await expect(send(bag, repository.url(), { state, signal: stop.signal, onProgress: (done) => done > bytes / 2 && stop.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    await rm(join(data, 'uploads'), { recursive: true });
    await repository.restart();
    await send(bag, repository.url(), { state });
    expect(await held(bag, repository.url())).toBe(true);
  });

  it('goes on at a new address of the same repository', async () => {
    const { data, bag, bytes } = await workshop({ 'a.pdf': 24 * MB });
    const repository = await startRepository(data);
    const state = createMemoryUploadState();
    const stop = new AbortController();
    await expect(send(bag, repository.url(), { state, signal: stop.signal, onProgress: (done) => done > bytes / 2 && stop.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    await repository.restart();
    const proxy = await startCuttingProxy(repository.port());
    await send(bag, proxy.url, { state });
    expect(proxy.bytesUp()).toBeLessThan(0.55 * bytes);
    expect(await held(bag, repository.url())).toBe(true);
  });

  it('is a success when only the answer to the commit was lost', async () => {
    const { data, bag } = await workshop({ 'a.pdf': 1_000 });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    proxy.loseNextAnswerTo('POST /packages/commit');
    const receipt = await send(bag, proxy.url);
    expect(proxy.cuts()).toBe(1);
    expect(receipt.identifier).toBe('batch-1/v1');
    expect(await repository.packages()).toBe(1);
  });

  it('arrives over a slow line', async () => {
    const { data, bag } = await workshop({ 'a.pdf': 100_000, 'b.pdf': 100_000 });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    proxy.delay(150);
    await send(bag, proxy.url);
    expect(await held(bag, repository.url())).toBe(true);
  });

  it('says that nobody is there when nobody is, and goes on later with what it has', async () => {
    const { data, bag } = await workshop({ 'a.pdf': 10_000 });
    const repository = await startRepository(data);
    const proxy = await startCuttingProxy(repository.port());
    proxy.refuse(true);
    await expect(send(bag, proxy.url)).rejects.toMatchObject({ code: 'target-unreachable', retry: 'again' });
    proxy.refuse(false);
    await send(bag, proxy.url);
  });
});

describe('what is wrong is said, not repeated:', () => {
  it('a wrong token', async () => {
    const { data, bag } = await workshop({ 'a.pdf': 10 });
    const repository = await startRepository(data, { token: 'right' });
    await expect(send(bag, repository.url())).rejects.toMatchObject({ code: 'target-refused', detail: { status: 401, reason: 'not-allowed' } });
    await expect(send(bag, repository.url(), { token: 'wrong' })).rejects.toMatchObject({ code: 'target-refused' });
    await expect(send(bag, repository.url(), { token: 'bí mật' })).rejects.toMatchObject({ code: 'wrong-usage' });
    await send(bag, repository.url(), { token: 'right' });
    expect(await held(bag, repository.url(), 'right')).toBe(true);
    expect(await repository.packages()).toBe(1);
  });

  it('a token that never stands in an error', async () => {
    const { bag } = await workshop({ 'a.pdf': 10 });
    const failed = await send(bag, 'http://127.0.0.1:1/', { token: 'secret-token', pace: { ...PACE, tries: 1 } }).catch((error: unknown) => error);
    expect(JSON.stringify(failed) + String(failed)).not.toContain('secret-token');
  });

  it('a file too large for the repository', async () => {
    const { data, bag } = await workshop({ 'a.pdf': 2 * MB });
    const repository = await startRepository(data, { maxUploadBytes: MB });
    await expect(send(bag, repository.url())).rejects.toMatchObject({ code: 'target-refused', detail: { status: 413, reason: 'too-large', path: 'data/a.pdf' } });
  });

  it('a package that is broken before it is sent', async () => {
    const { data, bag } = await workshop({ 'a.pdf': 2_000 });
    const repository = await startRepository(data);
    await appendFile(join(bag, 'data/a.pdf'), 'x');
    await expect(send(bag, repository.url())).rejects.toMatchObject({ code: 'package-damaged' });
    await expect(send(join(bag, 'none'), repository.url())).rejects.toMatchObject({ code: 'source-missing' });
  });

  it('a file that changes while it is sent', async () => {
    const { data, bag, bytes } = await workshop({ 'a.pdf': 20 * MB });
    const repository = await startRepository(data);
    let changed = false;
    const sending = send(bag, repository.url(), {
      onProgress: (done) => {
        if (changed || done < bytes / 3) return;
        changed = true;
        void readFile(join(bag, 'data/a.pdf')).then((content) => writeFile(join(bag, 'data/a.pdf'), content.fill(0, content.length - 1_000)));
      },
    });
    await expect(sending).rejects.toMatchObject({ code: 'package-damaged', detail: { path: 'data/a.pdf' } });
    expect(await repository.packages()).toBe(0);
  });

  it('a server that is no repository, one that redirects, and one that answers nonsense', async () => {
    const { bag } = await workshop({ 'a.pdf': 10 });
    const answers: Record<string, (path: string) => { status: number; headers?: Record<string, string>; body?: string }> = {
      nonsense: () => ({ status: 200, body: '<html>' }),
      redirects: () => ({ status: 302, headers: { Location: 'http://127.0.0.1:1/' } }),
      elsewhere: (path) => (path.endsWith('/plan') ? { status: 200, body: JSON.stringify({ state: 'wanted', receipt: null, missing: [] }) } : { status: 404 }),
    };
    for (const [name, answer] of Object.entries(answers)) {
      const server = createServer((request, response) => {
        const { status, headers, body } = answer(request.url ?? '');
        request.resume().on('end', () => response.writeHead(status, headers).end(body));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      await expect(send(bag, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { token: 't' }), name).rejects.toMatchObject({ code: 'target-refused' });
    }
  });

  it('a server that sends the upload to another host, which gets neither bytes nor token', async () => {
    const { bag } = await workshop({ 'a.pdf': 100_000 });
    const strangers: string[] = [];
    const listen = async (handler: Parameters<typeof createServer>[1]): Promise<string> => {
      const server = createServer(handler);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void (server.closeAllConnections(), server.close()));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    };
    const thief = await listen((request, response) => void (strangers.push(request.headers.authorization ?? ''), response.end()));
    const target = await listen((request, response) => {
      const body: Buffer[] = [];
      request.on('data', (part: Buffer) => body.push(part));
      request.on('end', () => {
        if (request.url === '/packages/plan') return response.end(JSON.stringify({ state: 'wanted', receipt: null, missing: (JSON.parse(Buffer.concat(body).toString()) as { files: { sha256: string }[] }).files.map(({ sha256 }) => sha256) }));
        return response.writeHead(201, { Location: `${thief}x`, 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0' }).end();
      });
    });
    await expect(send(bag, target, { token: 'secret' })).rejects.toMatchObject({ code: 'target-refused', detail: { reason: 'other-host' } });
    expect(strangers).toEqual([]);
  });

  it('an address that no target understands, or with a password in it', async () => {
    const { bag } = await workshop({ a: 1 });
    await expect(send(bag, 'ftp://x/')).rejects.toMatchObject({ code: 'wrong-usage' });
    await expect(send(bag, 'not an address')).rejects.toMatchObject({ code: 'wrong-usage' });
    const failed = await send(bag, 'http://user:hidden@x/').catch((error: unknown) => String(error));
    expect(failed).toContain('credentials-in-address');
    expect(failed).not.toContain('hidden');
  });
});

describe('the state', () => {
  it('of another package or another target is not taken for this one', async () => {
    const { data, bag } = await workshop({ 'a.pdf': 1_000 });
    const repository = await startRepository(data);
    const files = [{ path: 'data/x', sha256: 'a'.repeat(64), sizeBytes: 1, url: 'http://127.0.0.1:1/files/x', offset: 1, done: true }];
    for (const stale of [{ target: 'http://other/', packageSha256: 'b'.repeat(64) }, { target: repository.url(), packageSha256: 'b'.repeat(64) }]) {
      await send(bag, repository.url(), { state: createMemoryUploadState({ ...stale, files, receipt: null }) });
    }
    expect(await held(bag, repository.url())).toBe(true);
  });
  it('is never saved twice at once, and a failure to save stops the upload with that failure', async () => {
    const { data, bag } = await workshop(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index}`, 2_000])));
    const repository = await startRepository(data);
    let saving = 0;
    let most = 0;
    const slow: UploadStateStore = {
      load: () => Promise.resolve(null),
      save: async () => {
        most = Math.max(most, (saving += 1));
        await new Promise((resolve) => setTimeout(resolve, 5));
        saving -= 1;
      },
    };
    await send(bag, repository.url(), { state: slow });
    expect(most).toBe(1);
    await expect(send(bag, repository.url(), { state: { ...slow, save: () => Promise.reject(new Error('database gone')) } })).rejects.toThrow('database gone');
  });
});

describe('a package sent to a folder', () => {
  it('is there byte for byte, once, under a name with its hash', async () => {
    const { dir, bag, bytes } = await workshop({ 'a.pdf': MB, 'sâu/b.txt': 'x' });
    const usb = join(dir, 'usb');
    await mkdir(usb);
    const seen: number[] = [];
    const first = await send(bag, `file://${usb}/`, { onProgress: (done) => seen.push(done) });
    expect(seen.at(-1)).toBe(bytes);
    expect(first.identifier).toMatch(/^Goi-thu-[0-9a-f]{12}$/);
    expect(await send(bag, `file://${usb}/`)).toEqual(first);
    expect(await held(bag, `file://${usb}/`)).toBe(true);
  });
  it('arrives once when two programs copy it at once', async () => {
    const { dir, bag } = await workshop({ 'a.pdf': MB, b: 10, c: 20 });
    const usb = join(dir, 'usb');
    await mkdir(usb);
    const results = await Promise.allSettled([send(bag, `file://${usb}/`), send(bag, `file://${usb}/`)]);
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await held(bag, `file://${usb}/`)).toBe(true);
  });
  it('goes on with the files that are missing after a cut, and replaces one that was damaged', async () => {
    const { dir, bag } = await workshop({ a: 2_000, b: 2_000 });
    const usb = join(dir, 'usb');
    await mkdir(usb);
    const stop = new AbortController();
    await expect(send(bag, `file://${usb}/`, { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    expect(await held(bag, `file://${usb}/`)).toBe(false);
    await send(bag, `file://${usb}/`);
    expect(await held(bag, `file://${usb}/`)).toBe(true);
  });
  it('is not taken for arrived when the copy there differs or has something more', async () => {
    const { dir, bag } = await workshop({ a: 2_000 });
    const usb = join(dir, 'usb');
    await mkdir(usb);
    const { identifier } = await send(bag, `file://${usb}/`);
    await writeFile(join(usb, identifier, 'data', 'more'), 'x');
    await expect(send(bag, `file://${usb}/`)).rejects.toMatchObject({ code: 'target-damaged', detail: { path: 'data/more' } });
    await rm(join(usb, identifier, 'data', 'more'));
    await appendFile(join(usb, identifier, 'data', 'a'), 'x');
    await expect(send(bag, `file://${usb}/`)).rejects.toMatchObject({ code: 'target-damaged', detail: { path: 'data/a' } });
    expect(await held(bag, `file://${usb}/`)).toBe(false);
  });
  it('says so when the disk is not there', async () => {
    const { dir, bag } = await workshop({ a: 1 });
    await expect(send(bag, `file://${dir}/no-disk/`)).rejects.toMatchObject({ code: 'target-unreachable' });
  });
});

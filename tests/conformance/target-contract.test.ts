// One contract for every kind of place that packages go to, run against real servers: our repository, the
// tus server of the protocol's makers, moto's S3, OpenSSH's sshd, a folder. Whatever the place: it arrives
// whole and once, a second sending sends nothing, a cut one goes on, and the receipt carries our checksum.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PDFDocument } from 'pdf-lib';
import { beforeEach, describe, expect, it } from 'vitest';
import { prepareOutgoing, uploadPackage } from '../../backend/pipeline/upload.ts';
import { targetFor } from '../../backend/targets/target-registry.ts';
import type { UploadStateStore } from '../../backend/targets/upload-state.ts';
import { createMemoryUploadState } from '../../backend/targets/upload-state.ts';
import type { TargetOptions } from '../../backend/targets/upload-target.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { startOtherTus } from '../support/other-tus-server.ts';
import { startRepository } from '../support/running-repository.ts';
import { S3_KEYS, startS3 } from '../support/s3-server.ts';
import { makeBag } from '../support/sample-bag.ts';
import { startSftp } from '../support/sftp-server.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const MB = 1024 * 1024;
const PACE = { firstDelayMs: 5, longestDelayMs: 100, tries: 6 };
const never = new AbortController().signal;

type Place = {
  readonly address: string;
  readonly options: TargetOptions;
  /** Where the wire can be cut; a folder has none. */
  readonly port?: number;
  /** Whether two senders of one package leave one copy there, and a package can be read back later. */
  readonly knowsPackages: boolean;
};

const SIZES: Readonly<Record<string, number>> = { 'lớn.pdf': 8 * MB, 'b.pdf': 90_000, 'c.pdf': 1 };

async function writePdfs(data: string): Promise<void> {
  await mkdir(join(data, 'KS'), { recursive: true });
  for (const [name, size] of Object.entries(SIZES)) {
    const pdf = await PDFDocument.create();
    pdf.addPage();
    await pdf.attach(randomBytes(size), 'x.bin', { mimeType: 'application/octet-stream' });
    await writeFile(join(data, 'KS', name), await pdf.save());
  }
  const lines = Object.keys(SIZES).map((name, index) => `${JSON.stringify({ recordId: `r${index}`, recordType: 'KS', pdf: `KS/${name}`, pages: 1, fields: { so: { value: String(index) } } })}\n`);
  await mkdir(join(data, 'metadata/other'), { recursive: true });
  await writeFile(join(data, 'metadata/other/records.jsonl'), lines.join(''));
}

const PLACES: Readonly<Record<string, (dir: string) => Promise<Place>>> = {
  'a folder': async (dir) => ({ address: pathToFileURL(`${dir}/`).href, options: {}, knowsPackages: true }),
  'our repository': async (dir) => {
    const repository = await startRepository(join(dir, 'repository'));
    return { address: repository.url(), options: {}, port: repository.port(), knowsPackages: true };
  },
  'the document API': async (dir) => {
    const repository = await startRepository(join(dir, 'repository'));
    return { address: `documents+${repository.url()}`, options: {}, port: repository.port(), knowsPackages: false };
  },
  'a tus server of others': async (dir) => {
    const { url, port } = await startOtherTus(join(dir, 'tus'));
    return { address: url, options: {}, port, knowsPackages: false };
  },
  'S3-compatible storage': async () => {
    const { url, port } = await startS3();
    return { address: url, options: { ...S3_KEYS }, port, knowsPackages: true };
  },
  SFTP: async (dir) => {
    const { url, port, options } = await startSftp(dir);
    return { address: url, options, port, knowsPackages: true };
  },
};

describe.each(Object.entries(PLACES))('%s', (name, start) => {
  let dir: string;
  let bag: string;
  let bytes: number;
  let place: Place;
  beforeEach(async () => {
    dir = await makeTempFolder();
    const there = join(dir, 'there');
    await mkdir(there);
    bag = join(dir, 'package');
    // Only the document API asks for records and their PDFs; a bag that has them is checked for them.
    if (name === 'the document API') await writePdfs(join(bag, 'data'));
    ({ bytes } = await makeBag(bag, name === 'the document API' ? { 'ghi chú.txt': 'xin chào' } : { 'KS/lớn.bin': 12 * MB, 'KS/b.bin': 90_000, 'KS/c.bin': 1, 'ghi chú.txt': 'xin chào' }));
    place = await start(there);
  });
  const send = (state: UploadStateStore = createMemoryUploadState(), more: { address?: string; signal?: AbortSignal; progress?: (done: number) => void } = {}) =>
    uploadPackage({ dir: bag, target: more.address ?? place.address, state, pace: PACE, ...place.options }, { signal: more.signal ?? never, progress: more.progress ?? (() => undefined) });
  const throughProxy = async (): Promise<{ proxy: Awaited<ReturnType<typeof startCuttingProxy>>; address: string }> => {
    const proxy = await startCuttingProxy(place.port ?? 0);
    return { proxy, address: place.address.replace(`:${place.port ?? ''}`, `:${new URL(proxy.url).port}`) };
  };

  it('takes a package whole and gives a receipt with our checksum', async () => {
    const seen: number[] = [];
    const state = createMemoryUploadState();
    const receipt = await send(state, { progress: (done) => seen.push(done) });
    const { sha256 } = await prepareOutgoing(bag, never);
    expect(receipt.sha256).toBe(sha256);
    expect(receipt.identifier).not.toBe('');
    expect(Number.isNaN(Date.parse(receipt.at))).toBe(false);
    expect(seen.at(-1)).toBe(bytes);
    expect(state.current()?.receipt).toEqual(receipt);
  });

  it('gives it back byte for byte, or says that it cannot', async () => {
    const receipt = await send();
    const outgoing = await prepareOutgoing(bag, never);
    const target = targetFor(place.address, { ...place.options, pace: PACE });
    const held = await target.read(outgoing.sha256, never);
    const listed = await target.list(never);
    if (!place.knowsPackages) return expect([held, listed]).toEqual([undefined, undefined]);
    expect(held?.files.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual(outgoing.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map((file) => ({ ...file })));
    expect(held?.receipt.sha256).toBe(receipt.sha256);
    const file = held?.files.find(({ path }) => path === 'data/KS/lớn.bin');
    const parts: Buffer[] = [];
    if (held !== undefined && file !== undefined) for await (const part of await held.open(file)) parts.push(part as Buffer);
    expect(Buffer.concat(parts).equals(await readFile(join(bag, 'data/KS/lớn.bin')))).toBe(true);
    expect(listed).toMatchObject([{ sha256: outgoing.sha256, bytes }]);
    expect(await target.read('0'.repeat(64), never)).toBeUndefined();
  });

  it('takes it once: sent again, it sends next to nothing', async () => {
    if (place.port === undefined || name === 'a tus server of others') return;
    const { proxy, address } = await throughProxy();
    const first = await send(createMemoryUploadState(), { address });
    const before = proxy.bytesUp();
    const second = await send(createMemoryUploadState(), { address });
    expect({ identifier: second.identifier, sha256: second.sha256 }).toEqual({ identifier: first.identifier, sha256: first.sha256 });
    expect(proxy.bytesUp() - before).toBeLessThan(200_000);
  });

  it('holds one copy when two machines send it at once', async () => {
    if (!place.knowsPackages) return;
    const receipts = await Promise.all([send(), send()]);
    expect(new Set(receipts.map(({ identifier, sha256 }) => `${identifier} ${sha256}`)).size).toBe(1);
    expect(await targetFor(place.address, { ...place.options, pace: PACE }).list(never)).toHaveLength(1);
    // Nobody's half stays behind.
    expect((await readdir(join(dir, 'there'), { recursive: true })).filter((path) => path.includes('.part'))).toEqual([]);
  });

  it('goes on after a cut line with what it has', async () => {
    if (place.port === undefined) return;
    const { proxy, address } = await throughProxy();
    proxy.cutAfter([bytes * 0.3, bytes * 0.7]);
    const state = createMemoryUploadState();
    const receipt = await send(state, { address });
    expect(receipt.sha256).toBe((await prepareOutgoing(bag, never)).sha256);
    expect(proxy.cuts()).toBe(2);
    // A storage knows whole parts of 5 MiB only, the document API whole documents; the others lose little.
    const most = name === 'S3-compatible storage' ? bytes + 2 * 5.1 * MB : name === 'the document API' ? 3 * bytes : 1.1 * bytes;
    expect(proxy.bytesUp()).toBeLessThan(most);
  });

  it('goes on when the sender was stopped and started again', async () => {
    const state = createMemoryUploadState();
    const stop = new AbortController();
    await expect(send(state, { signal: stop.signal, progress: (done) => void (done > 6 * MB && stop.abort()) })).rejects.toMatchObject({ code: 'cancelled' });
    const { proxy, address } = place.port === undefined ? { proxy: undefined, address: place.address } : await throughProxy();
    const receipt = await send(state, { address });
    expect(receipt.sha256).toBe((await prepareOutgoing(bag, never)).sha256);
    if (proxy !== undefined && name !== 'the document API') expect(proxy.bytesUp()).toBeLessThan(bytes * 0.75);
  });

  it('says what it found when it is tried, and leaves nothing behind', async () => {
    const target = targetFor(place.address, { ...place.options, pace: PACE });
    const before = name === 'a folder' || name === 'SFTP' ? await readdir(join(dir, 'there'), { recursive: true }) : [];
    const steps = await target.probe(never);
    expect(steps[0]).toMatchObject({ ok: true, code: 'trial-reached' });
    expect(steps.every(({ ok }) => ok)).toBe(true);
    if (before.length > 0) expect(await readdir(join(dir, 'there'), { recursive: true })).toEqual(before);
  });

  it('is told from no place at all', async () => {
    const nowhere = place.port === undefined ? `${place.address}khong-co/` : place.address.replace(`:${place.port}`, ':9');
    const target = targetFor(nowhere, { ...place.options, pace: { ...PACE, tries: 2 } });
    await expect(target.probe(never)).rejects.toMatchObject({ code: 'target-unreachable' });
    await expect(send(createMemoryUploadState(), { address: nowhere })).rejects.toMatchObject({ code: 'target-unreachable' });
  });

  it('notices a package that changed after it was checked', async () => {
    await rm(join(bag, 'data/ghi chú.txt'));
    await expect(send()).rejects.toMatchObject({ code: 'package-damaged' });
  });
});

describe('SFTP', () => {
  it('sends nothing to a host whose key is unknown or another, and shows the key it saw', async () => {
    const dir = await makeTempFolder();
    const { url, options } = await startSftp(dir);
    const { hostKey, ...without } = options;
    await expect(targetFor(url, { ...without, pace: PACE }).probe(never)).rejects.toMatchObject({ code: 'target-refused', detail: { reason: 'host-key-unknown', hostKey } });
    await expect(targetFor(url, { ...options, hostKey: `SHA256:${'A'.repeat(43)}`, pace: PACE }).probe(never)).rejects.toMatchObject({ code: 'target-refused', detail: { reason: 'host-key-differs', hostKey } });
  });
  it('says when it is not let in, and when the folder is not there', async () => {
    const dir = await makeTempFolder();
    const { url, options } = await startSftp(dir);
    await expect(targetFor(url, { user: options.user ?? '', password: 'sai', hostKey: options.hostKey ?? '', pace: PACE }).probe(never)).rejects.toMatchObject({ code: 'target-refused', detail: { reason: 'not-allowed' } });
    await expect(targetFor(`${url}/khong-co`, { ...options, pace: PACE }).probe(never)).rejects.toMatchObject({ code: 'target-refused', detail: { reason: 'wrong-path' } });
  });
});

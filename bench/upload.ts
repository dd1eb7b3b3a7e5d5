// Claims: one large package goes at 90 % of what curl -T reaches on the same loopback server; 2,000 packages
// of 300 KB go at three times the rate of one at a time over a line with a delay; memory is flat whatever
// the size.      node bench/upload.ts [--megabytes 1000] [--packages 2000] [--delay-ms 10] [--only large|small] [--quick]
// The server is `sohoa repository` in a process of its own. curl sends the same file as one tus PATCH, so both
// write, sync and hash the same bytes over there. Ours and curl take three turns each, each with a new repository; the
// best turn of each counts, and the source lies on the disk before either begins. Times of ours are from the first byte to the last
// acknowledged one; the check before and the commit after are shown beside. --quick: 1 GB and 400 packages.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs, promisify } from 'node:util';
import { writeBag } from '../backend/packaging/write-bag.ts';
import { prepareOutgoing, uploadPackage } from '../backend/pipeline/upload.ts';
import { targetFor } from '../backend/targets/target-registry.ts';
import { createMemoryUploadState } from '../backend/targets/upload-state.ts';
import { describeMachine } from './support/machine.ts';
import { sohoaCli } from './support/pages.ts';
import { printTable } from './support/print-table.ts';

const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '1000' }, packages: { type: 'string', default: '2000' }, 'delay-ms': { type: 'string', default: '10' }, lanes: { type: 'string', default: '6' }, only: { type: 'string', default: '' }, quick: { type: 'boolean', default: false } } });
const run = promisify(execFile);
const never = new AbortController().signal;
const MB = 1_000_000;
const seconds = (fromMs: number): number => (performance.now() - fromMs) / 1000;

async function startServer(data: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [sohoaCli, 'repository', '--data', data, '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const part of child.stdout ?? []) {
    said += String(part);
    const url = /"url":\s*"([^"]+)"/.exec(said)?.[1];
    if (url !== undefined) return { url, child };
  }
  throw new Error(`the repository did not start: ${said}`);
}

async function makeLarge(dir: string, megabytes: number): Promise<string> {
  const file = path.join(dir, 'data', 'large.bin');
  mkdirSync(path.dirname(file), { recursive: true });
  await pipeline(function* () {
    for (let made = 0; made < megabytes; made += 4) yield randomBytes(Math.min(4, megabytes - made) * MB);
  }, createWriteStream(file, { flush: true }));
  await writeBag(dir, { batchId: `bench-${megabytes}`, batchName: 'bench', createdAt: '2026-11-22T00:00:00.000Z', hashes: ['sha256'] }, never);
  return file;
}

async function curl(url: string, file: string, bytes: number): Promise<number> {
  const made = await fetch(`${url}files`, { method: 'POST', headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(bytes) } });
  const place = new URL(made.headers.get('location') ?? '', url).href;
  const start = performance.now();
  await run('curl', ['-sS', '-f', '-T', file, '-X', 'PATCH', '-H', 'Tus-Resumable: 1.0.0', '-H', 'Upload-Offset: 0', '-H', 'Content-Type: application/offset+octet-stream', '-H', 'Expect:', place]);
  return bytes / MB / seconds(start);
}

type Ours = { readonly rate: number; readonly whole: number; readonly peakMb: number };

async function ours(url: string, dir: string): Promise<Ours> {
  const wholeStart = performance.now();
  const outgoing = await prepareOutgoing(dir, never);
  const total = outgoing.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
  const start = performance.now();
  let lastMs = start;
  await targetFor(url).send(outgoing, { state: createMemoryUploadState(), signal: never, progress: (done) => void (done >= total * 0.999 && lastMs === start && (lastMs = performance.now())) });
  clearInterval(watch);
  return { rate: total / MB / ((lastMs - start) / 1000), whole: total / MB / seconds(wholeStart), peakMb: peak / 2 ** 20 };
}

/** Each has its repository; who goes first changes. */
async function inTurns(out: string, dir: string, file: string, megabytes: number): Promise<{ theirs: number; mine: Ours }> {
  let theirs = 0;
  let mine: Ours = { rate: 0, whole: 0, peakMb: 0 };
  for (const [turn, who] of ['ours', 'curl', 'curl', 'ours', 'ours', 'curl'].entries()) {
    const data = path.join(out, `kho-${megabytes}-${turn}`);
    const { url, child } = await startServer(data);
    try {
      if (who === 'curl') theirs = Math.max(theirs, await curl(url, file, megabytes * MB));
      else {
        const result = await ours(url, dir);
        mine = { rate: Math.max(mine.rate, result.rate), whole: Math.max(mine.whole, result.whole), peakMb: Math.max(mine.peakMb, result.peakMb) };
      }
    } finally {
      child.kill('SIGINT');
    }
    rmSync(data, { recursive: true, force: true });
  }
  return { theirs, mine };
}

/** A line with a delay in each direction. */
async function delayed(port: number, delayMs: number): Promise<{ url: string; close(): void }> {
  const later = (to: net.Socket) => (bytes: Buffer): void => void setTimeout(() => to.writable && to.write(bytes), delayMs);
  const server = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    client.on('data', later(upstream)).on('error', () => upstream.destroy()).on('close', () => setTimeout(() => upstream.destroy(), delayMs));
    upstream.on('data', later(client)).on('error', () => client.destroy()).on('close', () => setTimeout(() => client.end(), delayMs));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => void server.close() };
}

async function makeSmall(dir: string, count: number): Promise<readonly string[]> {
  const bags: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const bag = path.join(dir, String(at));
    mkdirSync(path.join(bag, 'data'), { recursive: true });
    writeFileSync(path.join(bag, 'data', 'a.bin'), randomBytes(290_000));
    writeFileSync(path.join(bag, 'data', 'records.txt'), randomBytes(8_000));
    await writeBag(bag, { batchId: `small-${process.pid}-${path.basename(dir)}-${at}`, batchName: 'bench', createdAt: '2026-11-22T00:00:00.000Z', hashes: ['sha256'] }, never);
    bags.push(bag);
  }
  return bags;
}

async function sendAll(url: string, bags: readonly string[], lanes: number): Promise<{ perSecond: number; peakMb: number }> {
  const waiting = bags.values();
  let peak = 0;
  const start = performance.now();
  const lane = async (): Promise<void> => {
    for (const dir of waiting) {
      await uploadPackage({ dir, target: url, state: createMemoryUploadState() }, { signal: never, progress: () => undefined });
      peak = Math.max(peak, process.memoryUsage().rss);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { perSecond: bags.length / seconds(start), peakMb: peak / 2 ** 20 };
}

async function measureLarge(out: string): Promise<void> {
  const rows: (string | number)[][] = [];
  const whole = Number(values.megabytes);
  for (const megabytes of values.quick ? [whole] : [Math.round(whole / 10), whole]) {
    const dir = path.join(out, `large-${megabytes}`);
    const file = await makeLarge(dir, megabytes);
    const { theirs, mine } = await inTurns(out, dir, file, megabytes);
    rows.push([`${megabytes} MB`, theirs.toFixed(0), mine.rate.toFixed(0), `${((100 * mine.rate) / theirs).toFixed(0)} %`, mine.whole.toFixed(0), mine.peakMb.toFixed(0)]);
    rmSync(dir, { recursive: true });
  }
  printTable(['one package', 'curl -T MB/s', 'ours MB/s', 'of curl', 'with check and commit MB/s', 'peak MB'], rows);
}

async function measureSmall(out: string): Promise<void> {
  const count = values.quick ? 400 : Number(values.packages);
  const some = Math.max(20, Math.round(count / 20));
  const lanes = Number(values.lanes);
  const [forAlone, forTogether, forBareAlone, forBare] = [await makeSmall(path.join(out, 'alone'), some), await makeSmall(path.join(out, 'together'), count), await makeSmall(path.join(out, 'bare-alone'), some), await makeSmall(path.join(out, 'bare'), some * 2)];
  const { url, child } = await startServer(path.join(out, 'kho'));
  try {
    const slow = await delayed(Number(new URL(url).port), Number(values['delay-ms']));
    const alone = await sendAll(slow.url, forAlone, 1);
    const together = await sendAll(slow.url, forTogether, lanes);
    const bareAlone = await sendAll(url, forBareAlone, 1);
    const bare = await sendAll(url, forBare, lanes);
    slow.close();
    printTable(['packages of 300 KB', `one at a time /s (${some})`, `${lanes} at once /s`, 'times', 'peak MB'], [
      [`${count}, delay of ${values['delay-ms']} ms each way`, alone.perSecond.toFixed(1), together.perSecond.toFixed(1), (together.perSecond / alone.perSecond).toFixed(2), together.peakMb.toFixed(0)],
      [`${some * 2}, bare loopback`, bareAlone.perSecond.toFixed(1), bare.perSecond.toFixed(1), (bare.perSecond / bareAlone.perSecond).toFixed(2), bare.peakMb.toFixed(0)],
    ]);
  } finally {
    child.kill('SIGINT');
  }
}

async function main(): Promise<void> {
  const out = mkdtempSync(path.join(os.tmpdir(), 'sohoa-bench-'));
  try {
    if (values.only !== 'small') await measureLarge(out);
    if (values.only !== 'large') await measureSmall(out);
    process.stdout.write(`${describeMachine()}\n`);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

await main();

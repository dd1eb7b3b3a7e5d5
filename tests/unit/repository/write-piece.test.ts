// One piece from the line to the disk: in order and whole, over disks that are slow, short of breath, full.
import { createHash, randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBusyDisk, writePiece } from '../../../backend/repository/write-piece.ts';
import type { AppendResult, PieceChecksum, RunningHash } from '../../../backend/repository/write-piece.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const never = new AbortController().signal;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A body that comes in parts of these sizes, and then ends, breaks or never ends. */
function bodyOf(bytes: Uint8Array, sizes: readonly number[], ending: 'end' | 'break' | 'hang' = 'end'): ReadableStream<Uint8Array> {
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    pull: (stream) => {
      if (at < bytes.length) {
        const size = sizes[turn++ % sizes.length] ?? 1;
        stream.enqueue(bytes.subarray(at, at + size));
        at += size;
      } else if (ending === 'end') stream.close();
      else if (ending === 'break') stream.error(new Error('ECONNRESET'));
      else return new Promise<void>(() => undefined);
      return undefined;
    },
  });
}

async function fileAt(): Promise<{ path: string; file: FileHandle }> {
  const path = join(await makeTempFolder(), 'a.bin');
  const file = await open(path, 'w+');
  onTestFinished(() => file.close());
  return { path, file };
}

type Try = { body: ReadableStream<Uint8Array> | null; from?: number; limit?: number; hashed?: RunningHash; checksum?: PieceChecksum; signal?: AbortSignal };
const write = (file: FileHandle, { body, from = 0, limit = 100_000_000, hashed, checksum, signal = never }: Try): Promise<AppendResult> =>
  writePiece(file, { from, limit, hashed, disk: createBusyDisk(file) }, body, { signal, ...(checksum === undefined ? {} : { checksum }) });

describe('a piece', () => {
  it.each([[[7]], [[1_000]], [[65_536]], [[2_000_000]], [[1, 70_000, 3]]])('in parts of %j is on the disk in order, and its hash is right', async (sizes) => {
    const bytes = randomBytes(sizes[0] === 7 ? 20_000 : 3_500_000);
    const { path, file } = await fileAt();
    const hashed: RunningHash = { hash: createHash('sha256'), bytes: 0 };
    expect(await write(file, { body: bodyOf(bytes, sizes), hashed })).toEqual({ kind: 'appended', offset: bytes.length });
    expect((await readFile(path)).equals(bytes)).toBe(true);
    expect([hashed.bytes, hashed.hash.digest('hex')]).toEqual([bytes.length, sha256(bytes)]);
  });

  it('goes on behind what is there', async () => {
    const { path, file } = await fileAt();
    await write(file, { body: bodyOf(Buffer.from('một '), [1]) });
    expect(await write(file, { body: bodyOf(Buffer.from('hai'), [2]), from: Buffer.byteLength('một ') })).toMatchObject({ kind: 'appended' });
    expect(await readFile(path, 'utf8')).toBe('một hai');
  });

  it('of nothing is nothing', async () => {
    const { path, file } = await fileAt();
    expect(await write(file, { body: null })).toEqual({ kind: 'appended', offset: 0 });
    expect(await write(file, { body: bodyOf(Buffer.alloc(0), [1]) })).toEqual({ kind: 'appended', offset: 0 });
    expect((await readFile(path)).length).toBe(0);
  });

  it('keeps what came before a cut, all of it', async () => {
    const bytes = randomBytes(2_500_000);
    const { path, file } = await fileAt();
    const hashed: RunningHash = { hash: createHash('sha256'), bytes: 0 };
    expect(await write(file, { body: bodyOf(bytes, [65_536], 'break'), hashed })).toEqual({ kind: 'cut-off' });
    // What the stream itself still held when the line broke is lost with it, no more.
    const kept = await readFile(path);
    expect(kept.length).toBeGreaterThan(bytes.length - 3 * 65_536);
    expect(kept.equals(bytes.subarray(0, kept.length))).toBe(true);
    expect(hashed.bytes).toBe(kept.length);
  });

  it('ends when it is told to, and keeps what it has', async () => {
    const bytes = randomBytes(100_000);
    const { path, file } = await fileAt();
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    expect(await write(file, { body: bodyOf(bytes, [10_000], 'hang'), signal: stop.signal })).toEqual({ kind: 'cut-off' });
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it('with a checksum counts whole or not at all', async () => {
    const bytes = randomBytes(200_000);
    const right: PieceChecksum = { algorithm: 'sha1', base64: createHash('sha1').update(bytes).digest('base64') };
    const { path, file } = await fileAt();
    expect(await write(file, { body: bodyOf(bytes, [9_999]), checksum: { ...right, base64: 'AAAA' } })).toEqual({ kind: 'checksum-differs' });
    expect((await readFile(path)).length).toBe(0);
    expect(await write(file, { body: bodyOf(bytes, [9_999], 'break'), checksum: right })).toEqual({ kind: 'cut-off' });
    expect((await readFile(path)).length).toBe(0);
    expect(await write(file, { body: bodyOf(bytes, [9_999]), checksum: right })).toMatchObject({ kind: 'appended' });
  });

  it('longer than announced leaves nothing', async () => {
    const { path, file } = await fileAt();
    expect(await write(file, { body: bodyOf(randomBytes(50_000), [20_000], 'hang'), limit: 30_000 })).toEqual({ kind: 'too-long' });
    expect((await readFile(path)).length).toBe(0);
  });
});

describe('a disk', () => {
  it('that is slow gets larger batches, the line waits, and the order holds', async () => {
    const bytes = randomBytes(6_000_000);
    const { path, file } = await fileAt();
    const batches: number[] = [];
    const writev = file.writev.bind(file);
    file.writev = async (parts, position) => {
      batches.push(parts.length);
      await new Promise((resolve) => setTimeout(resolve, 15));
      return writev(parts, position);
    };
    expect(await write(file, { body: bodyOf(bytes, [16_384]) })).toMatchObject({ kind: 'appended' });
    expect((await readFile(path)).equals(bytes)).toBe(true);
    expect(Math.max(...batches)).toBeGreaterThan(1);
    // A megabyte may wait, and what came with it.
    expect(Math.max(...batches)).toBeLessThanOrEqual(66);
  });

  it.each(['ENOSPC', 'EIO', 'EROFS'])('that says %s is heard, also when the line was cut at the same moment', async (code) => {
    for (const ending of ['end', 'break'] as const) {
      const { file } = await fileAt();
      const writev = file.writev.bind(file);
      let writes = 0;
      file.writev = (parts, position) => ((writes += 1) > 1 ? Promise.reject(Object.assign(new Error(code), { code })) : writev(parts, position));
      await expect(write(file, { body: bodyOf(randomBytes(3_000_000), [65_536], ending) })).rejects.toMatchObject({ code });
    }
  });
});

// One piece of an upload on its way from the line to the disk. While the disk takes some bytes the next ones
// are gathered, so that a fast line costs few turns to the disk and a slow one none of waiting; and the disk
// is told to keep what it has while more still comes, so that the end of a long piece is not one long wait.
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

const SYNC_EVERY_BYTES = 8 * 1024 * 1024;
/** So much may wait for the disk before the line does. */
const MOST_WAITING_BYTES = 1024 * 1024;

export type AppendResult =
  | { readonly kind: 'appended'; readonly offset: number }
  | { readonly kind: 'offset-differs'; readonly offset: number }
  | { readonly kind: 'too-long' }
  /** The piece (Upload-Checksum) or the whole (expectedSha256) is not what the sender said. */
  | { readonly kind: 'checksum-differs' }
  | { readonly kind: 'cut-off' };

export type PieceChecksum = { readonly algorithm: 'sha1' | 'sha256'; readonly base64: string };

export type RunningHash = { readonly hash: Hash; bytes: number };

export type BusyDisk = { written(bytes: number): void; idle(): Promise<void>; /** All that was written lasts. */ sync(): Promise<void> };

/** The disk gets its work while the piece still comes: one sync at a time, after so many bytes. */
export function createBusyDisk(file: FileHandle): BusyDisk {
  let unsynced = 0;
  let running: Promise<void> | undefined;
  let failure: unknown;
  return {
    written: (bytes) => {
      unsynced += bytes;
      if (unsynced < SYNC_EVERY_BYTES || running !== undefined) return;
      unsynced = 0;
      running = file.datasync().catch((error: unknown) => {
        failure = error;
      }).finally(() => {
        running = undefined;
      });
    },
    idle: async () => running,
    sync: async () => {
      await running;
      if (failure !== undefined) throw failure;
      await file.datasync();
    },
  };
}

type Writer = { /** Resolves when there is room for more. */ add(part: Uint8Array): Promise<void>; /** All that was added is with the disk. */ settle(): Promise<void> };

/** One write at a time; what comes meanwhile goes with the next one. A failure is told by whichever call comes next. */
function createWriter(file: FileHandle, from: number, disk: BusyDisk): Writer {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let at = from;
  let flight: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  const fly = (): void => {
    if (flight !== undefined || waiting.length === 0 || failure !== undefined) return;
    const batch = waiting;
    waiting = [];
    waitingBytes = 0;
    flight = writeAll(file, batch, at).then(
      (bytes) => {
        at += bytes;
        disk.written(bytes);
      },
      (error: unknown) => void (failure = { error }),
    ).then(() => {
      flight = undefined;
      fly();
    });
  };
  const throwFailure = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  return {
    add: async (part) => {
      waiting.push(part);
      waitingBytes += part.length;
      fly();
      if (waitingBytes >= MOST_WAITING_BYTES) await flight;
      throwFailure();
    },
    settle: async () => {
      while (flight !== undefined) await flight;
      throwFailure();
    },
  };
}

type Range = { readonly from: number; readonly limit: number; readonly hashed: RunningHash | undefined; readonly disk: BusyDisk };

/** Writes as it comes; what came before a cut stays, unless a checksum was promised for the whole piece. Errors of the disk (full, failing) are thrown. */
export async function writePiece(file: FileHandle, range: Range, body: ReadableStream<Uint8Array> | null, { checksum, signal }: { checksum?: PieceChecksum; signal: AbortSignal }): Promise<AppendResult> {
  const hash = checksum === undefined ? undefined : createHash(checksum.algorithm);
  const writer = createWriter(file, range.from, range.disk);
  const take = async (part: Uint8Array): Promise<void> => {
    const room = writer.add(part);
    hash?.update(part);
    if (range.hashed !== undefined) {
      range.hashed.hash.update(part);
      range.hashed.bytes += part.length;
    }
    await room;
  };
  const { outcome, bytes } = await readBody(body, range.limit - range.from, take, signal);
  await writer.settle();
  const isOther = outcome === undefined && checksum !== undefined && hash?.digest('base64') !== checksum.base64;
  const wrong = outcome ?? (isOther ? 'checksum-differs' : undefined);
  if (wrong !== undefined && (checksum !== undefined || wrong === 'too-long')) await file.truncate(range.from);
  return wrong === undefined ? { kind: 'appended', offset: range.from + bytes } : { kind: wrong };
}

/** All of it to `take`, one after the other. What `take` throws of the disk goes up; any other end before its time is a cut. */
async function readBody(body: ReadableStream<Uint8Array> | null, mostBytes: number, take: (part: Uint8Array) => Promise<void>, signal: AbortSignal): Promise<{ outcome: 'too-long' | 'cut-off' | undefined; bytes: number }> {
  const reader = body?.getReader();
  const stop = (): void => void reader?.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop);
  let bytes = 0;
  try {
    for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
      if (bytes + part.value.length > mostBytes) {
        stop();
        return { outcome: 'too-long', bytes };
      }
      bytes += part.value.length;
      await take(part.value);
    }
  } catch (error) {
    if (isDiskError(error)) throw error;
    return { outcome: 'cut-off', bytes };
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return { outcome: signal.aborted ? 'cut-off' : undefined, bytes };
}

/** The disk may take less than it was given. */
async function writeAll(file: FileHandle, parts: readonly Uint8Array[], position: number): Promise<number> {
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const { bytesWritten } = await file.writev([...parts], position);
  if (bytesWritten === total) return total;
  const whole = Buffer.concat(parts);
  for (let done = bytesWritten; done < total; ) done += (await file.write(whole, done, total - done, position + done)).bytesWritten;
  return total;
}

const isDiskError = (error: unknown): boolean => error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'].includes(String(error.code));

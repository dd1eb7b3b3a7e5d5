// One content by tus, through cuts, restarts and forgetful servers, never repeating what was acknowledged.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '../../shared/errors.ts';
import type { PieceSize } from './piece-size.ts';
import { reasonOf } from './reason-of.ts';
import { isTransient, refusal } from './repository-client.ts';
import type { RetryPace } from './retry.ts';
import { TryAgain, retryAfterMs, withRetries } from './retry.ts';
import type { Transport } from './tus-transport.ts';
import { pieceReader } from './tus-transport.ts';
import type { UploadTracker } from './upload-tracker.ts';
import type { OutgoingFile } from './upload-target.ts';

/** Up to here a file goes in one request with its creation; a cut costs at most this much again. */
const WITH_CREATION_BYTES = 64 * 1024;

export type ContentSending = { readonly transport: Transport; readonly tracker: UploadTracker; readonly pieces: PieceSize; readonly pace: RetryPace; readonly endpoint: string; readonly signal: AbortSignal; /** Beside the hash. */ readonly metadata?: Readonly<Record<string, string>> };

/** AppErrors: package-damaged (the file changed since it was verified), target-unreachable, target-refused, target-damaged, cancelled. */
export async function sendContent(file: OutgoingFile, dir: string, sending: ContentSending): Promise<void> {
  const handle = await openUnchanged(file, dir);
  try {
    // Side by side on one line, the progress of any is a sign that the line is there.
    let before = sending.tracker.doneBytes();
    await withRetries(() => attempt(file, handle, sending), {
      ...sending,
      progressed: () => {
        const gained = sending.tracker.doneBytes() > before;
        before = sending.tracker.doneBytes();
        return gained;
      },
    });
    sending.tracker.update(file.path, { done: true, offset: file.sizeBytes });
  } finally {
    await handle.close();
  }
}

async function openUnchanged(file: OutgoingFile, dir: string): Promise<FileHandle> {
  const handle = await open(join(dir, file.path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: unknown) => {
    throw new AppError('package-damaged', { path: file.path }, 'none', { cause: error });
  });
  const { size } = await handle.stat();
  if (size === file.sizeBytes) return handle;
  await handle.close();
  throw new AppError('package-damaged', { path: file.path }, 'none');
}

async function attempt(file: OutgoingFile, handle: FileHandle, sending: ContentSending): Promise<void> {
  const { tracker, signal } = sending;
  const url = tracker.file(file.path).url;
  try {
    await runUpload(file, handle, url, sending);
  } catch (error) {
    if (signal.aborted) throw new AppError('cancelled', {}, 'again', { cause: error });
    throw await judge(error, { file, handle, resumed: url !== null }, sending);
  }
}

async function runUpload(file: OutgoingFile, handle: FileHandle, url: string | null, { transport, tracker, pieces, endpoint, signal, metadata }: ContentSending): Promise<void> {
  const { Upload } = await import('tus-js-client');
  return new Promise((resolve, reject) => {
    let setOutMs = performance.now();
    // tus-js-client wants some input; what it reads comes from the fileReader.
    const upload = new Upload(Buffer.alloc(0), {
      // With an endpoint it would begin anew on any failed HEAD, also on a server's bad minute.
      ...(url === null ? { endpoint } : { uploadUrl: url }),
      httpStack: transport,
      fileReader: pieceReader(handle, file.sizeBytes),
      fingerprint: () => Promise.resolve(file.sha256),
      storeFingerprintForResuming: false,
      metadata: { ...metadata, sha256: file.sha256 },
      chunkSize: pieces.bytes(),
      retryDelays: null,
      uploadDataDuringCreation: file.sizeBytes > 0 && file.sizeBytes <= WITH_CREATION_BYTES,
      onUploadUrlAvailable: () => tracker.update(file.path, { url: upload.url }),
      // The transport reports no bytes on their way, so this is what the server said it has: after each piece, and when it is asked before going on.
      onProgress: (acknowledged) => tracker.update(file.path, { offset: acknowledged }),
      onChunkComplete: () => {
        pieces.arrived(performance.now() - setOutMs);
        setOutMs = performance.now();
        upload.options.chunkSize = pieces.bytes();
      },
      onSuccess: () => done(resolve),
      onError: (error) => done(() => reject(error)),
    });
    const stop = (): void => {
      void upload.abort();
      done(() => reject(new AppError('cancelled', {}, 'again')));
    };
    const done = (settle: () => void): void => {
      signal.removeEventListener('abort', stop);
      settle();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    else upload.start();
  });
}

/** What an error of tus-js-client means: once more (TryAgain), from the start, or never. */
async function judge(error: unknown, facts: { file: OutgoingFile; handle: FileHandle; resumed: boolean }, { tracker, pieces, endpoint }: ContentSending): Promise<unknown> {
  const target = new URL(endpoint).origin;
  const { path } = facts.file;
  const { DetailedError } = await import('tus-js-client');
  if (!(error instanceof DetailedError)) return error;
  if (isAppError(error.causingError)) return new AppError(error.causingError.code, { path, ...error.causingError.detail }, error.causingError.retry, { cause: error });
  const response = error.originalResponse;
  const unreachable = new AppError('target-unreachable', { target, reason: response === null ? reasonOf(error.causingError) : `HTTP ${response.getStatus()}` }, 'again', { cause: error });
  // An answer that came with no status of failure was one that could not be understood.
  if (response === null) {
    pieces.cut();
    return new TryAgain(unreachable);
  }
  const status = response.getStatus();
  if (isTransient(status) || status === 409) return new TryAgain(unreachable, retryAfterMs(response.getHeader('Retry-After'), Date.now()));
  if (facts.resumed && (status === 404 || status === 410)) {
    tracker.update(path, { url: null, offset: 0 });
    return new TryAgain(unreachable);
  }
  if (status === 460) {
    if ((await hashOf(facts.handle)) !== facts.file.sha256) return new AppError('package-damaged', { path }, 'none');
    tracker.update(path, { url: null, offset: 0 });
    return new TryAgain(new AppError('target-damaged', { path, target }, 'again'));
  }
  return refusal(status, { path });
}

async function hashOf(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of handle.createReadStream({ start: 0, autoClose: false })) hash.update(part as Uint8Array);
  return hash.digest('hex');
}

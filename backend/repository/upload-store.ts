// Uploads on their way in (tus): one description and one growing file each. The size of the file on
// disk is the offset, so there is nothing to fall out of step when the process dies; what was
// acknowledged was synced first. A finished upload becomes a file named by its SHA-256, once however
// often it is sent. No name from outside is ever part of a path here.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const uploadSchema = z.object({
  id: z.uuid(),
  sizeBytes: z.number().int().nonnegative(),
  /** What the sender says the content is; checked at the end. */
  expectedSha256: z.string().nullable(),
  createdAt: z.string(),
  /** Set when all bytes are there and right. */
  sha256: z.string().nullable(),
});
export type Upload = Readonly<z.infer<typeof uploadSchema>>;

export type AppendResult =
  | { readonly kind: 'appended'; readonly offset: number }
  | { readonly kind: 'offset-differs'; readonly offset: number }
  | { readonly kind: 'too-long' }
  /** The piece (Upload-Checksum) or the whole (expectedSha256) is not what the sender said. */
  | { readonly kind: 'checksum-differs' }
  | { readonly kind: 'cut-off' };

export type PieceChecksum = { readonly algorithm: 'sha1' | 'sha256'; readonly base64: string };

export type UploadStore = {
  create(facts: { sizeBytes: number; expectedSha256: string | null }): Promise<Upload>;
  find(id: string): Promise<Upload | undefined>;
  offset(upload: Upload): Promise<number>;
  append(upload: Upload, offset: number, body: ReadableStream<Uint8Array> | null, options: { checksum?: PieceChecksum; signal: AbortSignal }): Promise<AppendResult>;
  remove(upload: Upload): Promise<void>;
  /** Where the content of a finished upload lies; undefined when it is not (or no longer) here. */
  received(sha256: string): Promise<{ path: string; sizeBytes: number } | undefined>;
  /** Removes a content that is no longer what its name says (a failing disk), so that it is asked for again. */
  discardIfRotten(sha256: string): Promise<boolean>;
  /** Removes what nobody finished or used for so long. */
  sweep(olderThanMs: number): Promise<number>;
};

export async function openUploadStore(dir: string): Promise<UploadStore> {
  const uploads = join(dir, 'uploads');
  const received = join(dir, 'received');
  await mkdir(uploads, { recursive: true });
  await mkdir(received, { recursive: true });
  const infoPath = (id: string): string => join(uploads, `${id}.json`);
  const dataPath = (id: string): string => join(uploads, `${id}.bin`);
  const receivedPath = (sha256: string): string => join(received, sha256);

  const save = async (upload: Upload): Promise<void> => {
    await writeFile(`${infoPath(upload.id)}.new`, JSON.stringify(upload), { flush: true });
    await rename(`${infoPath(upload.id)}.new`, infoPath(upload.id));
  };
  const offset = async (upload: Upload): Promise<number> => (upload.sha256 === null ? ((await sizeOf(dataPath(upload.id))) ?? 0) : upload.sizeBytes);
  const remove = async ({ id }: Upload): Promise<void> => {
    await rm(infoPath(id), { force: true });
    await rm(dataPath(id), { force: true });
  };
  /** All bytes are here: are they the right ones? */
  const finish = async (upload: Upload): Promise<AppendResult> => {
    const sha256 = await hashFile(dataPath(upload.id));
    if (upload.expectedSha256 !== null && upload.expectedSha256 !== sha256) {
      await remove(upload);
      return { kind: 'checksum-differs' };
    }
    await rename(dataPath(upload.id), receivedPath(sha256));
    await save({ ...upload, sha256 });
    return { kind: 'appended', offset: upload.sizeBytes };
  };

  return {
    create: async (facts) => {
      const upload: Upload = { ...facts, id: randomUUID(), createdAt: new Date().toISOString(), sha256: null };
      await writeFile(dataPath(upload.id), '', { flush: true });
      await save(upload);
      if (upload.sizeBytes === 0) await finish(upload);
      return upload;
    },
    find: async (id) => {
      if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
      const text = await readFile(infoPath(id), 'utf8').catch(() => undefined);
      return text === undefined ? undefined : uploadSchema.parse(JSON.parse(text));
    },
    offset,
    append: async (upload, at, body, options) => {
      const current = await offset(upload);
      if (at !== current) return { kind: 'offset-differs', offset: current };
      if (upload.sha256 !== null) return { kind: 'appended', offset: current };
      const file = await open(dataPath(upload.id), 'r+');
      let written: AppendResult;
      try {
        written = await writePiece(file, { from: at, limit: upload.sizeBytes }, body, options);
        await file.sync();
      } finally {
        await file.close();
      }
      return written.kind === 'appended' && written.offset === upload.sizeBytes ? finish(upload) : written;
    },
    remove,
    received: async (sha256) => {
      if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
      const sizeBytes = await sizeOf(receivedPath(sha256));
      return sizeBytes === undefined ? undefined : { path: receivedPath(sha256), sizeBytes };
    },
    discardIfRotten: async (sha256) => {
      if ((await hashFile(receivedPath(sha256))) === sha256) return false;
      await rm(receivedPath(sha256), { force: true });
      return true;
    },
    sweep: async (olderThanMs) => (await sweepFolder(uploads, olderThanMs)) + (await sweepFolder(received, olderThanMs)),
  };
}

/** Writes as it comes; what came before a cut stays, unless a checksum was promised for the whole piece. */
async function writePiece(file: FileHandle, range: { from: number; limit: number }, body: ReadableStream<Uint8Array> | null, { checksum, signal }: { checksum?: PieceChecksum; signal: AbortSignal }): Promise<AppendResult> {
  const hash = checksum === undefined ? undefined : createHash(checksum.algorithm);
  const reader = body?.getReader();
  const stop = (): void => void reader?.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop);
  let at = range.from;
  let outcome: AppendResult | undefined;
  try {
    for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
      if (at + part.value.length > range.limit) {
        outcome = { kind: 'too-long' };
        stop();
        break;
      }
      hash?.update(part.value);
      await writeAll(file, part.value, at);
      at += part.value.length;
    }
  } catch (error) {
    // The line went down. A full disk is another matter and goes up.
    if (isDiskError(error)) throw error;
    outcome = { kind: 'cut-off' };
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (signal.aborted) outcome ??= { kind: 'cut-off' };
  if (outcome === undefined && checksum !== undefined && hash?.digest('base64') !== checksum.base64) outcome = { kind: 'checksum-differs' };
  if (outcome !== undefined && (checksum !== undefined || outcome.kind === 'too-long')) await file.truncate(range.from);
  return outcome ?? { kind: 'appended', offset: at };
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}

const isDiskError = (error: unknown): boolean => error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'].includes(String(error.code));
const sizeOf = (path: string): Promise<number | undefined> => stat(path).then((facts) => facts.size, () => undefined);

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
  return hash.digest('hex');
}

async function sweepFolder(dir: string, olderThanMs: number): Promise<number> {
  let removed = 0;
  for (const name of await readdir(dir)) {
    const path = join(dir, name);
    const facts = await stat(path).catch(() => undefined);
    if (facts === undefined || Date.now() - facts.mtimeMs < olderThanMs) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

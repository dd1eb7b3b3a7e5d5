// Uploads on their way in (tus): one description and one growing file each. The size of the file on
// disk is the offset, so there is nothing to fall out of step when the process dies; a server
// that lost its power answers what the disk has. A piece may be long: what came of it stays when the line is
// cut. It is synced while it comes and while the next ones do; the whole is on the disk before its last byte
// is acknowledged. The hash of the whole is made as
// the bytes come (a commit reads them from the disk again). A finished upload becomes a file named by its
// SHA-256, once however often it is sent. No name from outside is ever part of a path here.
import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createBusyDisk, writePiece } from './write-piece.ts';
import type { AppendResult, PieceChecksum, RunningHash } from './write-piece.ts';

const MOST_RUNNING_HASHES = 500;

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

  const hashes = createRunningHashes();
  const syncs = createSyncsBehind((id) => hashes.forget(id));

  const save = async (upload: Upload, isLasting: boolean): Promise<void> => {
    await writeFile(`${infoPath(upload.id)}.new`, JSON.stringify(upload), { flush: isLasting });
    await rename(`${infoPath(upload.id)}.new`, infoPath(upload.id));
  };
  const offset = async (upload: Upload): Promise<number> => (upload.sha256 === null ? ((await sizeOf(dataPath(upload.id))) ?? 0) : upload.sizeBytes);
  const remove = async ({ id }: Upload): Promise<void> => {
    hashes.forget(id);
    await rm(infoPath(id), { force: true });
    await rm(dataPath(id), { force: true });
  };
  /** All bytes are here: are they the right ones? */
  const finish = async (upload: Upload): Promise<AppendResult> => {
    const sha256 = hashes.digest(upload.id, upload.sizeBytes) ?? (await hashFile(dataPath(upload.id)));
    if (upload.expectedSha256 !== null && upload.expectedSha256 !== sha256) {
      await remove(upload);
      return { kind: 'checksum-differs' };
    }
    await rename(dataPath(upload.id), receivedPath(sha256));
    // Lost in a crash, the content is still there under its hash, which is all that is asked for.
    await save({ ...upload, sha256 }, false);
    return { kind: 'appended', offset: upload.sizeBytes };
  };

  return {
    create: async (facts) => {
      const upload: Upload = { ...facts, id: randomUUID(), createdAt: new Date().toISOString(), sha256: null };
      await save(upload, false);
      if (upload.sizeBytes > 0) return upload;
      await writeFile(dataPath(upload.id), '');
      await finish(upload);
      return upload;
    },
    find: async (id) => {
      if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
      const text = await readFile(infoPath(id), 'utf8').catch(() => undefined);
      // One that a failing machine left half written is none.
      return text === undefined ? undefined : uploadSchema.safeParse(jsonOrNull(text)).data;
    },
    offset,
    append: async (upload, at, body, options) => {
      const current = await offset(upload);
      if (at !== current) return { kind: 'offset-differs', offset: current };
      if (upload.sha256 !== null) return { kind: 'appended', offset: current };
      const file = await open(dataPath(upload.id), constants.O_RDWR | constants.O_CREAT);
      const hashed = hashes.take(upload.id, at);
      const disk = createBusyDisk(file);
      let isHanded = false;
      let written: AppendResult;
      try {
        written = await writePiece(file, { from: at, limit: upload.sizeBytes, hashed, disk }, body, options);
        if (hashed !== undefined && hashed.bytes === (await file.stat()).size) hashes.keep(upload.id, hashed);
        if (written.kind === 'appended' && written.offset === upload.sizeBytes) {
          await syncs.ended(upload.id);
          await disk.sync();
        } else isHanded = syncs.begin(upload.id, () => disk.sync().finally(() => file.close()));
      } finally {
        if (!isHanded) await disk.idle().finally(() => file.close());
      }
      if (written.kind === 'appended' && written.offset === upload.sizeBytes) return finish(upload);
      // Its first bytes are to last, so its description is, too.
      if (at === 0) await save(upload, true);
      return written;
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

/** Hashes of uploads on their way. Only of those whose every byte passed through this process; the rest are read again at their end. */
function createRunningHashes(): { take(id: string, from: number): RunningHash | undefined; keep(id: string, running: RunningHash): void; digest(id: string, sizeBytes: number): string | undefined; forget(id: string): void } {
  const all = new Map<string, RunningHash>();
  return {
    take: (id, from) => {
      const running = from === 0 ? { hash: createHash('sha256'), bytes: 0 } : all.get(id);
      all.delete(id);
      return running?.bytes === from ? running : undefined;
    },
    keep: (id, running) => {
      all.set(id, running);
      const [oldest] = all.keys();
      if (all.size > MOST_RUNNING_HASHES && oldest !== undefined) all.delete(oldest);
    },
    digest: (id, sizeBytes) => {
      const running = all.get(id);
      all.delete(id);
      return running?.bytes === sizeBytes ? running.hash.digest('hex') : undefined;
    },
    forget: (id) => void all.delete(id),
  };
}

/** The sync that goes on behind each upload. One that failed is told once; what was hashed on its way is then read again. */
function createSyncsBehind(failed: (id: string) => void): { begin(id: string, sync: () => Promise<void>): boolean; ended(id: string): Promise<void> } {
  const behind = new Map<string, Promise<void>>();
  return {
    begin: (id, sync) => {
      // One at a time; the next one, or the last piece's, covers this piece too.
      if (behind.has(id)) return false;
      const running: Promise<void> = sync().then(() => {
        if (behind.get(id) === running) behind.delete(id);
      });
      running.catch(() => failed(id));
      behind.set(id, running);
      return true;
    },
    ended: async (id) => {
      const running = behind.get(id);
      await running?.finally(() => behind.delete(id));
    },
  };
}

const jsonOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

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

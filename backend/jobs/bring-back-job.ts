// A package comes back from where it was sent: downloaded file by file, every byte checked, verified as a
// package, and opened as a batch whose PDFs are its sources. The batch keeps the identifier that the package
// was sent under, so that sending it again makes the next version of the same object. What the records said
// is put back once the pages are read (uploads/bring-back.ts).
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../shared/errors.ts';
import { asStorageError } from '../packaging/package-folder.ts';
import { collisionKey, pathProblem } from '../packaging/safe-path.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { BringBackTable } from '../db/upload-tables.ts';
import { prepareOutgoing } from '../pipeline/upload.ts';
import { problemOf } from '../problem.ts';
import type { Workspace } from '../storage/workspace.ts';
import { hashStream } from '../targets/hash-stream.ts';
import { targetFor } from '../targets/target-registry.ts';
import type { HeldPackage } from '../targets/upload-target.ts';
import { throwIfCancelled } from '../targets/upload-target.ts';
import { openAsBatch } from '../uploads/bring-back.ts';
import type { ReadyProfile } from '../uploads/profile-service.ts';
import type { JobHandler } from './job-runner.ts';

/** A server that sends more than it announced is not left to fill the disk. */
async function* atMost(stream: Readable, file: { path: string; sizeBytes: number }, target: string): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const part of stream) {
    const piece = part as Uint8Array;
    bytes += piece.length;
    if (bytes > file.sizeBytes) throw new AppError('target-damaged', { path: file.path, target, reason: 'longer-than-announced' }, 'again');
    yield piece;
  }
}

/** Whatever the server calls its files, nothing is written outside `dir`; nothing unchecked stays. */
async function download(held: HeldPackage, dir: string, target: string, context: { signal: AbortSignal; progress(done: number, total: number): void }): Promise<void> {
  const unsafe = held.files.find((file) => pathProblem(file.path) !== null);
  if (unsafe !== undefined) throw new AppError('target-damaged', { path: unsafe.path.slice(0, 200), target, reason: 'unsafe-name' }, 'none');
  const names = new Set(held.files.map((file) => collisionKey(file.path)));
  if (names.size < held.files.length) throw new AppError('target-damaged', { target, reason: 'unsafe-name' }, 'none');
  const total = held.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let done = 0;
  for (const file of held.files) {
    throwIfCancelled(context.signal);
    const place = path.join(dir, ...file.path.split('/'));
    await mkdir(path.dirname(place), { recursive: true });
    const stream = await held.open(file);
    await pipeline(atMost(stream, file, target), createWriteStream(place, { flush: true }), { signal: context.signal }).catch((error: unknown) => {
      stream.destroy();
      const known = asStorageError(error, dir);
      throw known instanceof AppError ? known : new AppError('target-unreachable', { target, path: file.path }, 'again', { cause: error });
    });
    if ((await hashStream(createReadStream(place), dir)) !== file.sha256) throw new AppError('target-damaged', { path: file.path, target }, 'again');
    context.progress((done += file.sizeBytes), total);
  }
}

export function createBringBackJob(parts: { db: Db; workspace: Workspace; profileOf(id: string): Promise<ReadyProfile>; onOpened(batchId: string): void }): JobHandler {
  const { db, workspace } = parts;
  const find = (id: string): Promise<BringBackTable | undefined> => db.selectFrom('bring_backs').selectAll().where('id', '=', id).executeTakeFirst();
  const fail = async (trx: Db, id: string, error: unknown): Promise<void> => {
    await trx.updateTable('bring_backs').set({ state: 'failed', problem: toJson(problemOf(error)) }).where('id', '=', id).execute();
  };
  return {
    lane: 'waiting',
    run: async (job, context) => {
      const row = await find(job.subject_id);
      if (row === undefined || row.batch_id !== null) return async () => undefined;
      await db.updateTable('bring_backs').set({ state: 'downloading', problem: null }).where('id', '=', row.id).execute();
      const { profile, options } = await parts.profileOf(row.profile_id);
      const held = await targetFor(profile.address, options).read(row.package_sha256, context.signal);
      if (held === undefined) throw new AppError('not-found', { what: 'package', id: row.package_sha256 });
      const dir = workspace.workDirOf(row.id);
      await rm(dir, { recursive: true, force: true });
      await mkdir(dir, { recursive: true });
      await download(held, dir, profile.address, context);
      const outgoing = await prepareOutgoing(dir, context.signal);
      return async (trx) => {
        const batchId = await openAsBatch(trx, { id: row.id, name: row.name, dir, outgoing, by: row.by, origin: { profile: profile.name, ...held.receipt } });
        parts.onOpened(batchId);
      };
    },
    fail: (trx, job, error) => fail(trx, job.subject_id, error),
    cancelled: (trx, job) => fail(trx, job.subject_id, new AppError('cancelled', {}, 'again')),
  };
}

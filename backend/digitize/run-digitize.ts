// The main job without a window: a workspace is opened (or a temporary one made), the inputs become a
// batch, the back end does its work, the results are written out. Nothing here reads pages: that is the
// back end's own way, so a workspace can be opened in the window afterwards.
// The same inputs on the same workspace are the same batch: running again does only what is missing.
// Errors: 'nothing-to-import', 'interrupted', 'not-writable', 'disk-full', 'package-*', 'workspace-*'.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BatchSummary, Profile } from '../../shared/api/batches.ts';
import type { PackageSummary } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import { createBackend, type Backend, type BackendConfig } from '../backend.ts';
import { EXIT, type CommandIo, type ExitCode } from '../commands/command.ts';
import { batchProgress } from '../events/event-feed.ts';
import { errorOfProblem } from '../problem.ts';
import { expandSources } from '../capture/expand-sources.ts';
import { withoutOwnFiles } from './own-files.ts';
import { createReport, type DigitizeReport } from './digitize-report.ts';
import { watchMemory } from './memory-watch.ts';
import { findPackageByStamp, keepPackageStamp, packageStamp } from './package-stamp.ts';
import { placePackage, prepareOut, writeOutputs, writeReport } from './write-outputs.ts';

export type DigitizeOptions = {
  readonly inputs: readonly string[];
  readonly outDir: string;
  readonly recordType: string;
  readonly profile: Profile;
  readonly workers?: number;
  readonly workspaceDir?: string;
  readonly keepImages: boolean;
  /** For tests: small steps in place of the real ones. */
  readonly backend?: Partial<BackendConfig>;
};
export type DigitizeOutcome = { readonly report: DigitizeReport; readonly exitCode: ExitCode };

const PROGRESS_INTERVAL_MS = 500;

const settingName = (options: DigitizeOptions): string =>
  `digitize:${createHash('sha256').update(JSON.stringify([options.inputs.map((input) => path.resolve(input)), options.recordType])).digest('hex')}`;

async function findOrCreateBatch(backend: Backend, options: DigitizeOptions): Promise<BatchSummary> {
  const { db, batches } = backend.parts;
  const name = settingName(options);
  const known = await db.selectFrom('settings').innerJoin('batches', 'batches.id', 'settings.value').select('batches.id').where('settings.name', '=', name).executeTakeFirst();
  if (known !== undefined) {
    await db.updateTable('batches').set({ profile: options.profile }).where('id', '=', known.id).execute();
    await batches.retryFailed(known.id);
    return batches.resume(known.id);
  }
  const batch = await batches.create({ name: path.basename(path.resolve(options.inputs[0] ?? '')).slice(0, 200) || 'sohoa', recordType: options.recordType, profile: options.profile });
  await db.deleteFrom('settings').where('name', '=', name).execute();
  await db.insertInto('settings').values({ name, value: batch.id }).execute();
  return batch;
}

async function whileShowingProgress<T>(backend: Backend, batchId: string, io: CommandIo, work: Promise<T>): Promise<T> {
  const show = async (): Promise<void> => {
    const { done, total, failed, pagesPerMinute, secondsLeft } = await batchProgress(backend.parts.db, backend.parts.pace, batchId);
    const pace = pagesPerMinute === null ? '' : ` · ${pagesPerMinute} trang/phút (pages/min) · còn ${secondsLeft ?? '?'} s`;
    io.progress(done, total, `trang (pages)${failed > 0 ? ` · lỗi (failed) ${failed}` : ''}${pace}`);
  };
  const timer = setInterval(() => void show().catch(() => undefined), PROGRESS_INTERVAL_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

async function readBatch(backend: Backend, batchId: string, options: DigitizeOptions, io: CommandIo): Promise<void> {
  const { batches, runner, db } = backend.parts;
  await batches.addInputs(batchId, options.inputs.map((input) => path.resolve(input)));
  await whileShowingProgress(backend, batchId, io, runner.idle(batchId, io.signal));
  const sources = await db.selectFrom('sources').select('id').where('batch_id', '=', batchId).limit(1).executeTakeFirst();
  if (sources === undefined) {
    const failed = await db.selectFrom('intakes').select('problem').where('batch_id', '=', batchId).where('state', '=', 'failed').orderBy('seq', 'desc').executeTakeFirst();
    if (failed?.problem !== undefined && failed.problem !== null) throw errorOfProblem(JSON.parse(failed.problem));
    throw new AppError('nothing-to-import', { inputs: options.inputs }, 'other-file');
  }
  // No room for the originals is no page's fault: stop here, the same command goes on once there is room.
  const noRoom = (await batches.failures(batchId)).find((failure) => failure.problem.code === 'disk-full' || failure.problem.code === 'not-writable');
  if (noRoom !== undefined) throw errorOfProblem(noRoom.problem);
  // An assembly that failed is a bug or a full disk; either way there are no records to write.
  const assembly = await db.selectFrom('jobs').select(['state', 'problem']).where('batch_id', '=', batchId).where('kind', '=', 'assemble').orderBy('id', 'desc').executeTakeFirst();
  if (assembly?.state === 'failed' && assembly.problem !== null) throw errorOfProblem(JSON.parse(assembly.problem));
}

async function isSound(backend: Backend, packageId: string, signal: AbortSignal): Promise<boolean> {
  return backend.parts.packages.verify(packageId, signal).then((verification) => verification.ok, () => false);
}

/** A package of just this content that is still sound is not built again. */
async function buildOrReuse(backend: Backend, batch: BatchSummary, options: DigitizeOptions, io: CommandIo): Promise<PackageSummary> {
  const { packages, runner, db } = backend.parts;
  const stamp = await packageStamp(db, batch.id, options.profile);
  const known = await findPackageByStamp(db, batch.id, stamp);
  if (known !== undefined && (await isSound(backend, known, io.signal))) return packages.get(known);
  io.stderr('Đóng gói… (packaging)\n');
  const { id } = await packages.create(batch.id, options.profile, { collisions: 'number' });
  await runner.idle(batch.id, io.signal);
  const built = await packages.get(id);
  if (built.problem !== null) throw errorOfProblem(built.problem);
  await keepPackageStamp(db, batch.id, stamp, id);
  return built;
}

async function packageBatch(backend: Backend, batch: BatchSummary, options: DigitizeOptions, io: CommandIo): Promise<DigitizeReport['package']> {
  const { packages, batches } = backend.parts;
  const target = path.join(options.outDir, 'package');
  if (options.profile === 'none' || (await batches.get(batch.id)).counts.records === 0) return null;
  const built = await buildOrReuse(backend, batch, options, io);
  // What is verified is what the office gets. The workspace's own copy is of no more use where the workspace goes too.
  await placePackage(await packages.dirOf(built.id), target, options.workspaceDir === undefined);
  const { ok } = await backend.parts.verifyPackage(target, io.signal);
  return { path: target, files: built.files, bytes: built.bytes, verified: ok };
}

/** Side by side; the first failure counts once both have ended, so that nothing goes on behind it. */
async function bothOf<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

function exitCodeOfReport(report: DigitizeReport): ExitCode {
  if (report.package?.verified === false) return EXIT.notVerified;
  if (report.pagesFailed === 0) return EXIT.done;
  return report.pagesOut + report.pagesBlank === 0 ? EXIT.inputUnreadable : EXIT.somePagesFailed;
}

async function digitizeWith(backend: Backend, options: DigitizeOptions, io: CommandIo): Promise<DigitizeOutcome> {
  const start = performance.now();
  const memory = watchMemory(backend.parts.pool);
  const batch = await findOrCreateBatch(backend, options);
  await readBatch(backend, batch.id, options, io);
  const [built] = await bothOf(packageBatch(backend, batch, options, io), writeOutputs(backend, batch.id, options.outDir, options.keepImages));
  io.signal.throwIfAborted();
  const report = await createReport({
    db: backend.parts.db, batch, failures: await backend.parts.batches.failures(batch.id), totalSeconds: (performance.now() - start) / 1000,
    peakMemoryBytes: memory.stop(), workers: backend.parts.pool.size, built,
  });
  await writeReport(options.outDir, report);
  return { report, exitCode: exitCodeOfReport(report) };
}

export async function runDigitize(options: DigitizeOptions, io: CommandIo): Promise<DigitizeOutcome> {
  await prepareOut(options.outDir, options.profile !== 'none');
  const temporary = options.workspaceDir === undefined ? await mkdtemp(path.join(tmpdir(), 'sohoa-')) : undefined;
  try {
    const backend = await createBackend({
      dataDir: temporary ?? path.resolve(options.workspaceDir ?? ''), ...(options.workers === undefined ? {} : { workers: options.workers }), startsWorkers: options.inputs.length, ...options.backend,
      steps: { ...options.backend?.steps, expandSources: withoutOwnFiles(options.backend?.steps?.expandSources ?? expandSources, options) },
    });
    try {
      return await digitizeWith(backend, options, io);
    } finally {
      await backend.close();
    }
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

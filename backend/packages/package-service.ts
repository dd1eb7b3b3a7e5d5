// Packages of a batch and their uploads: ask for one, look, check, send.
import path from 'node:path';
import { profileSchema, type Profile } from '../../shared/api/batches.ts';
import type { z } from 'zod';
import { isSignedProfile, type packageFindingsSchema, type PackageSettings, type PackageSummary, type UploadSummary, type Verification } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import { findBatch } from '../batches/batch-repository.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import { insertJob, PRIORITY } from '../jobs/job-repository.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { refuseUnaccepted } from '../review/batch-review.ts';
import type { Workspace } from '../storage/workspace.ts';
import { targetFor } from '../targets/target-registry.ts';
import { findUpload, insertUpload, listUploadRows, toUploadSummary } from '../uploads/upload-repository.ts';
import { fromJson } from '../db/json.ts';
import { warningsSchema } from '../records/record-repository.ts';
import type { TokenFacts } from '../pdf/signing/pkcs11-driver.ts';
import { checkBatch, toFindings } from './check-batch.ts';
import { readPackageSettings, writePackageSettings } from './package-settings.ts';
import { findPackage, insertPackage, listPackageRows, toPackageSummary, type PackageRow } from './package-repository.ts';

export type VerifyPackage = (dir: string, signal: AbortSignal) => Promise<Verification>;

/** `collisions`: two records that want the same file name are refused (the default), or the second gets a number at its end, which suits work that nobody has looked at yet. */
export type PackageChoices = { readonly secret?: string; readonly collisions?: 'refuse' | 'number' };

/** What a package job needs and no table may hold: the secret of the key, until the package is built or the program ends. */
export type PackageSecrets = Map<string, string>;

export type PackageService = {
  list(): Promise<readonly PackageSummary[]>;
  get(id: string): Promise<PackageSummary>;
  /** The folder it is in; 'wrong-state' until it is ready. */
  dirOf(id: string): Promise<string>;
  /** `secret` opens the signing key that is set; without it the package goes unsigned. */
  create(batchId: string, profile: Profile | undefined, how?: PackageChoices): Promise<PackageSummary>;
  /** What a clerk may want to repair: before a package of this profile is made, and of one that was made. */
  check(batchId: string, profile: Profile | undefined): Promise<z.infer<typeof packageFindingsSchema>>;
  findings(id: string): Promise<z.infer<typeof packageFindingsSchema>>;
  /** Tokens that a PKCS#11 driver sees, without a PIN. */
  tokens(library: string): Promise<readonly TokenFacts[]>;
  settings(batchId: string): Promise<PackageSettings>;
  changeSettings(batchId: string, settings: PackageSettings): Promise<PackageSettings>;
  verify(id: string, signal: AbortSignal): Promise<Verification>;
  upload(id: string, target: string, token: string | undefined): Promise<UploadSummary>;
  listUploads(): Promise<readonly UploadSummary[]>;
  getUpload(id: string): Promise<UploadSummary>;
};

export function createPackageService(parts: { db: Db; runner: JobRunner; events: EventHub; workspace: Workspace; verifyPackage: VerifyPackage; rememberToken(target: string, token: string): void; secrets: PackageSecrets; listTokens(library: string): Promise<readonly TokenFacts[]> }): PackageService {
  const { db, runner, events, workspace, secrets } = parts;
  const find = async (id: string): Promise<PackageRow> => {
    const row = await findPackage(db, id);
    if (row === undefined) throw new AppError('not-found', { what: 'package', id });
    return row;
  };
  const ready = async (id: string): Promise<PackageRow> => {
    const row = await find(id);
    if (row.state !== 'ready') throw new AppError('wrong-state', { what: 'package', id, state: row.state }, 'again');
    return row;
  };
  const batchOf = async (id: string): Promise<NonNullable<Awaited<ReturnType<typeof findBatch>>>> => {
    const batch = await findBatch(db, id);
    if (batch === undefined) throw new AppError('not-found', { what: 'batch', id });
    return batch;
  };
  const refuseCollisions = async (batch: { id: string; name: string }, profile: Profile): Promise<void> => {
    const { findings } = await checkBatch(db, batch, profile, await readPackageSettings(db, batch.id));
    const clash = findings.find(({ code }) => code === 'file-name-taken');
    if (clash !== undefined) throw new AppError('names-collide', { name: clash.detail['wanted'] ?? '', first: clash.detail['other'] ?? '', second: clash.title }, 'none');
  };
  return {
    check: async (batchId, profile) => {
      const batch = await batchOf(batchId);
      return checkBatch(db, batch, profile ?? profileSchema.parse(batch.profile), await readPackageSettings(db, batchId));
    },
    findings: async (id) => {
      const row = await find(id);
      const warnings = fromJson(warningsSchema, row.warnings);
      return { findings: toFindings(warnings, await db.selectFrom('records').select(['id', 'title']).where('batch_id', '=', row.batch_id).execute()), total: warnings.length };
    },
    tokens: async (library) => parts.listTokens(library),
    settings: async (batchId) => readPackageSettings(db, (await batchOf(batchId)).id),
    changeSettings: async (batchId, settings) => writePackageSettings(db, (await batchOf(batchId)).id, settings),
    list: async () => (await listPackageRows(db)).map(toPackageSummary),
    get: async (id) => toPackageSummary(await find(id)),
    dirOf: async (id) => (await ready(id)).dir,
    create: async (batchId, profile, how = {}) => {
      const batch = await batchOf(batchId);
      if (batch.assembled_at === null) throw new AppError('wrong-state', { what: 'batch', id: batchId, state: 'not-read' }, 'again');
      const wanted = profile ?? profileSchema.parse(batch.profile);
      if (how.secret !== undefined && (!isSignedProfile(wanted) || (await readPackageSettings(db, batchId)).signing === null)) throw new AppError('bad-request', { reason: 'no signing key is set for this profile' });
      if (how.collisions !== 'number') await refuseCollisions(batch, wanted);
      const id = await db.transaction().execute(async (trx) => {
        await refuseUnaccepted(trx, batchId);
        const packageId = await insertPackage(trx, { batchId, profile: wanted, isToBeSigned: how.secret !== undefined, dir: (made) => path.join(workspace.packagesDir, made) });
        await insertJob(trx, { kind: 'package', batchId, subjectId: packageId, priority: PRIORITY.package });
        return packageId;
      });
      if (how.secret !== undefined) secrets.set(id, how.secret);
      runner.wake();
      events.changed('package', id, batchId);
      return toPackageSummary(await find(id));
    },
    verify: async (id, signal) => parts.verifyPackage((await ready(id)).dir, signal),
    upload: async (id, target, token) => {
      const pack = await ready(id);
      // Refused before it is written down: an address may carry a password.
      targetFor(target, token === undefined ? {} : { token });
      if (token !== undefined) parts.rememberToken(target, token);
      const uploadId = await db.transaction().execute(async (trx) => {
        const made = await insertUpload(trx, { packageId: id, target });
        await insertJob(trx, { kind: 'upload', batchId: pack.batch_id, subjectId: made });
        return made;
      });
      runner.wake();
      events.changed('upload', uploadId, pack.batch_id);
      const row = await findUpload(db, uploadId);
      if (row === undefined) throw new Error('the upload just made is gone');
      return toUploadSummary(db, row);
    },
    listUploads: async () => {
      const rows = await listUploadRows(db);
      const summaries: UploadSummary[] = [];
      for (const row of rows) summaries.push(await toUploadSummary(db, row));
      return summaries;
    },
    getUpload: async (id) => {
      const row = await findUpload(db, id);
      if (row === undefined) throw new AppError('not-found', { what: 'upload', id });
      return toUploadSummary(db, row);
    },
  };
}

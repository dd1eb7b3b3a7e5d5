// Ours against theirs: every package that a place acknowledged is asked for again, and what it holds now is
// compared file by file with what was sent. Differences are listed; nothing is sent by itself.
import type { Difference, ReconciliationResult } from '../../shared/api/uploads.ts';
import type { Db } from '../db/schema.ts';
import type { UploadTarget } from '../targets/upload-target.ts';
import { throwIfCancelled } from '../targets/upload-target.ts';

const SHOWN_PATHS = 20;
type Sent = { readonly uploadId: string; readonly packageName: string; readonly sha256: string };

/** The newest upload of each package under the profile that has a receipt. */
async function acknowledged(db: Db, profileId: string): Promise<readonly Sent[]> {
  const rows = await db.selectFrom('uploads').innerJoin('packages', 'packages.id', 'uploads.package_id').innerJoin('batches', 'batches.id', 'packages.batch_id')
    .select(['uploads.id', 'uploads.package_sha256', 'batches.name']).where('uploads.profile_id', '=', profileId).where('uploads.state', '=', 'acknowledged').orderBy('uploads.id').execute();
  return rows.flatMap(({ id, package_sha256: sha256, name }) => (sha256 === null ? [] : [{ uploadId: id, packageName: name, sha256 }]));
}

async function compare(db: Db, sent: Sent, target: UploadTarget, signal: AbortSignal): Promise<Difference | null> {
  const held = await target.read(sent.sha256, signal);
  const facts = { uploadId: sent.uploadId, packageName: sent.packageName };
  if (held === undefined) return { ...facts, kind: 'package-missing', paths: [], count: 0 };
  const ours = await db.selectFrom('upload_parts').select(['path', 'sha256']).where('upload_id', '=', sent.uploadId).execute();
  const theirs = new Map(held.files.map(({ path, sha256 }) => [path, sha256]));
  const missing = ours.filter(({ path }) => !theirs.has(path)).map(({ path }) => path);
  const differing = ours.filter(({ path, sha256 }) => theirs.has(path) && theirs.get(path) !== sha256).map(({ path }) => path);
  if (differing.length > 0) return { ...facts, kind: 'files-differ', paths: differing.slice(0, SHOWN_PATHS), count: differing.length };
  return missing.length === 0 ? null : { ...facts, kind: 'files-missing', paths: missing.slice(0, SHOWN_PATHS), count: missing.length };
}

/** Errors are those of the target: a place that does not answer is no difference. */
export async function reconcile(db: Db, profileId: string, target: UploadTarget, context: { signal: AbortSignal; progress(done: number, total: number): void }): Promise<ReconciliationResult> {
  const sent = await acknowledged(db, profileId);
  const listed = await target.list(context.signal);
  if (listed === undefined) return { checked: 0, same: 0, differences: [], unknownThere: 0, notAskable: sent.length };
  const differences: Difference[] = [];
  for (const [index, one] of sent.entries()) {
    throwIfCancelled(context.signal);
    const difference = await compare(db, one, target, context.signal);
    if (difference !== null) differences.push(difference);
    context.progress(index + 1, sent.length);
  }
  const known = new Set(sent.map(({ sha256 }) => sha256));
  return { checked: sent.length, same: sent.length - differences.length, differences, unknownThere: listed.filter(({ sha256 }) => !known.has(sha256)).length, notAskable: 0 };
}

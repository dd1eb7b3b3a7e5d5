// Erases a batch for good, originals included: what the law says must go, or what was brought in by mistake. First
// the files, each overwritten and removed; then, in one transaction, every row with its values, what the trail
// says was before and after, and the certificate: which bytes (by checksum), how many, how. An erasing that was
// interrupted left the batch standing and can be asked for again. Everything made from the originals (cache)
// goes with them; a page that another batch also has stays there.
// Legal ground: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, NĐ 356/2025/NĐ-CP (kept configurable: which batches is a person's decision).
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { deleteForGood } from '../db/freed-space.ts';
import type { Db } from '../db/schema.ts';
import { blobAddress } from '../storage/blob-address.ts';
import type { Workspace } from '../storage/workspace.ts';
import { appendTrail } from '../trail/trail.ts';
import { listBatchBlobs, type BatchBlobs } from './batch-blobs.ts';
import { eraseFile } from './erase-file.ts';

export type Certificate = { readonly batchId: string; readonly files: number; readonly bytes: number; readonly originals: readonly string[]; readonly method: 'overwritten-and-removed'; readonly trailRows: number };
type Erased = { files: number; bytes: number };

async function eraseOne(file: string, sum: Erased): Promise<void> {
  const bytes = await eraseFile(file);
  if (bytes > 0) sum.files += 1;
  sum.bytes += bytes;
}

async function eraseFolder(dir: string, sum: Erased): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) if (entry.isFile()) await eraseOne(path.join(entry.parentPath, entry.name), sum);
  await rm(dir, { recursive: true, force: true });
}

async function eraseFiles(db: Db, workspace: Workspace, batchId: string, blobs: BatchBlobs): Promise<Erased> {
  const sum: Erased = { files: 0, bytes: 0 };
  for (const sha256 of blobs.originals) await eraseOne(blobAddress(path.join(workspace.dataDir, 'originals'), sha256), sum);
  // Drawn pages and reading copies have no rows of their own: the whole cache is made again from what stays.
  await eraseFolder(path.join(workspace.dataDir, 'cache'), sum);
  const packages = await db.selectFrom('packages').select(['id', 'dir']).where('batch_id', '=', batchId).execute();
  for (const pack of packages) {
    await eraseFolder(path.join(workspace.packagesDir, pack.id), sum);
    await eraseFolder(workspace.workDirOf(pack.id), sum);
  }
  return sum;
}

/** The requests that led to it stay readable; everything else of the batch is emptied. */
async function erasePayloads(trx: Db, batchId: string): Promise<readonly number[]> {
  const rows = await trx.selectFrom('trail').innerJoin('trail_payloads', 'trail_payloads.seq', 'trail.seq').select('trail.seq').where('batch_id', '=', batchId).where('subject_type', '<>', 'consent').execute();
  return rows.map((row) => Number(row.seq));
}

async function eraseRows(trx: Db, batchId: string, blobs: BatchBlobs, sum: Erased): Promise<Certificate> {
  const seqs = await erasePayloads(trx, batchId);
  await trx.deleteFrom('jobs').where('batch_id', '=', batchId).execute();
  await trx.deleteFrom('edits').where('batch_id', '=', batchId).execute();
  await trx.deleteFrom('batches').where('id', '=', batchId).execute();
  for (let at = 0; at < blobs.readingKeys.length; at += 500) await trx.deleteFrom('page_readings').where('cache_key', 'in', blobs.readingKeys.slice(at, at + 500)).execute();
  for (const sha256 of blobs.originals) await trx.deleteFrom('originals').where('sha256', '=', sha256).execute();
  const certificate: Certificate = { batchId, ...sum, originals: [...blobs.originals].sort(), method: 'overwritten-and-removed', trailRows: seqs.length };
  const certificateSeq = await appendTrail(trx, { kind: 'data-erased', subjectType: 'workspace', subjectId: batchId, after: certificate });
  for (const seq of seqs) {
    await trx.insertInto('trail_erasures').values({ seq, certificate_seq: certificateSeq }).execute();
    await trx.deleteFrom('trail_payloads').where('seq', '=', seq).execute();
  }
  return certificate;
}

export async function eraseBatch(parts: { db: Db; workspace: Workspace; stop(batchId: string): Promise<unknown> }, batchId: string): Promise<Certificate> {
  const { db, workspace } = parts;
  const batch = await db.selectFrom('batches').select('id').where('id', '=', batchId).executeTakeFirst();
  if (batch === undefined) throw new AppError('not-found', { what: 'batch', id: batchId });
  await parts.stop(batchId);
  const blobs = await listBatchBlobs(db, batchId);
  const sum = await eraseFiles(db, workspace, batchId, blobs);
  return deleteForGood(db, () => db.transaction().execute((trx) => eraseRows(trx, batchId, blobs, sum)));
}

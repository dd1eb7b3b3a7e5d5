// Rows of uploads and of their files: URL, offset and checksum of each, so that a cut line or a killed
// program never costs acknowledged bytes. Only files that changed since the last save are written.
import type { Selectable } from 'kysely';
import { problemSchema } from '../../shared/api/problem.ts';
import type { UploadSummary } from '../../shared/api/packages.ts';
import type { Waiting } from '../../shared/api/uploads.ts';
import { createId } from '../db/ids.ts';
import { fromJsonOrNull, toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { UploadTable } from '../db/upload-tables.ts';
import { receiptSchema, type UploadState, type UploadStateStore } from '../targets/upload-state.ts';

export type UploadRow = Selectable<UploadTable>;

export async function insertUpload(db: Db, upload: { packageId: string; target: string; profileId?: string; priority?: number; waiting?: Waiting }): Promise<string> {
  const id = createId();
  await db.insertInto('uploads').values({
    id, package_id: upload.packageId, target: upload.target, state: 'queued', package_sha256: null, receipt: null, problem: null, created_at: new Date().toISOString(),
    profile_id: upload.profileId ?? null, not_before: null, waiting: upload.waiting === undefined ? null : toJson(upload.waiting), finished_at: null, last_try_at: null, priority: upload.priority ?? 0, paused: 0, tries: 0,
  }).execute();
  return id;
}

export const findUpload = (db: Db, id: string): Promise<UploadRow | undefined> => db.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst();
export const listUploadRows = (db: Db): Promise<readonly UploadRow[]> => db.selectFrom('uploads').selectAll().orderBy('id', 'desc').execute();

export async function toUploadSummary(db: Db, row: UploadRow): Promise<UploadSummary> {
  const sent = await db.selectFrom('upload_parts').select((e) => [e.fn.sum('sent_bytes').as('sent'), e.fn.sum('size_bytes').as('total')]).where('upload_id', '=', row.id).executeTakeFirst();
  const pack = await db.selectFrom('packages').select('bytes').where('id', '=', row.package_id).executeTakeFirst();
  return {
    id: row.id, packageId: row.package_id, target: row.target, state: row.state, bytesSent: Number(sent?.sent ?? 0), bytes: Number(sent?.total ?? 0) || Number(pack?.bytes ?? 0),
    receipt: fromJsonOrNull(receiptSchema, row.receipt), problem: fromJsonOrNull(problemSchema, row.problem),
  };
}

async function loadState(db: Db, id: string): Promise<UploadState | null> {
  const row = await findUpload(db, id);
  if (row === undefined || row.package_sha256 === null) return null;
  const parts = await db.selectFrom('upload_parts').selectAll().where('upload_id', '=', id).orderBy('path').execute();
  return {
    target: row.target, packageSha256: row.package_sha256, receipt: fromJsonOrNull(receiptSchema, row.receipt),
    files: parts.map((part) => ({ path: part.path, sha256: part.sha256, sizeBytes: Number(part.size_bytes), url: part.url, offset: Number(part.sent_bytes), done: part.is_done === 1 })),
  };
}

export function createUploadStateStore(db: Db, id: string, onSaved: () => void): UploadStateStore {
  let saved = new Map<string, string>();
  return {
    load: async () => {
      const state = await loadState(db, id);
      saved = new Map(state?.files.map((file) => [file.path, toJson(file)]) ?? []);
      return state;
    },
    save: async (state) => {
      const changed = state.files.filter((file) => saved.get(file.path) !== toJson(file));
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('uploads').set({ package_sha256: state.packageSha256, receipt: state.receipt === null ? null : toJson(state.receipt) }).where('id', '=', id).execute();
        for (const file of changed) {
          const row = { upload_id: id, path: file.path, sha256: file.sha256, size_bytes: file.sizeBytes, url: file.url, sent_bytes: file.offset, is_done: file.done ? 1 : 0 };
          await trx.insertInto('upload_parts').values(row).onConflict((c) => c.columns(['upload_id', 'path']).doUpdateSet(row)).execute();
        }
      });
      for (const file of changed) saved.set(file.path, toJson(file));
      onSaved();
    },
  };
}

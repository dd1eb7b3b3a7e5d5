// A package of a batch, as the packager leaves it in a workspace, without reading a page for it.
import path from 'node:path';
import type { Backend } from '../../backend/backend.ts';
import { createId } from '../../backend/db/ids.ts';
import { makeBag } from './sample-bag.ts';

export async function makeReadyPackage(backend: Backend, files: Readonly<Record<string, number | string>> = { 'a.txt': 'xin chào', 'b.bin': 300_000 }, name = 'Sổ khai sinh 1998'): Promise<string> {
  const { db, workspace } = backend.parts;
  const [batchId, id] = [createId(), createId()];
  const dir = path.join(workspace.packagesDir, id);
  const { bytes, files: count } = await makeBag(dir, files, batchId);
  await db.insertInto('batches').values({ id: batchId, name, record_type: 'KS', profile: 'ho-tich', paused: 0, assembled_at: null, created_at: new Date().toISOString(), book_number: null, year_opened: null, place: null, dossier_code: null }).execute();
  await db.insertInto('packages').values({ id, batch_id: batchId, profile: 'ho-tich', state: 'ready', dir, records: 2, files: count, bytes, warnings: '[]', problem: null, created_at: new Date().toISOString(), signature: null, is_to_be_signed: 0 }).execute();
  return id;
}

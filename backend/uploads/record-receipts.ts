// A receipt for every record: which file of the package is the record's, and the checksum under which the
// place acknowledged it.
import { packageLines } from '../targets/package-documents.ts';
import type { Receipt, UploadState } from '../targets/upload-state.ts';
import type { Db } from '../db/schema.ts';

export type RecordReceipt = { readonly recordId: string; readonly path: string; readonly identifier: string; readonly sha256: string; readonly at: string };

/** Only of files that the place acknowledged; a bag without records has none. */
export async function recordReceipts(dir: string, receipt: Receipt, state: UploadState | null): Promise<readonly RecordReceipt[]> {
  const files = (state?.files ?? []).filter(({ done }) => done);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const lines = await packageLines({ dir, files });
  return lines.flatMap(({ recordId, pdf }) => {
    const file = byPath.get(`data/${pdf}`);
    return recordId === undefined || file === undefined ? [] : [{ recordId, path: file.path, identifier: receipt.identifier, sha256: file.sha256, at: receipt.at }];
  });
}

const CHUNK = 100;

export async function storeRecordReceipts(trx: Db, uploadId: string, receipts: readonly RecordReceipt[]): Promise<void> {
  for (let at = 0; at < receipts.length; at += CHUNK) {
    const rows = receipts.slice(at, at + CHUNK).map(({ recordId, path, identifier, sha256, at: when }) => ({ upload_id: uploadId, record_id: recordId, path, identifier, sha256, at: when }));
    await trx.insertInto('record_receipts').values(rows).onConflict((c) => c.columns(['upload_id', 'record_id']).doUpdateSet((e) => ({ path: e.ref('excluded.path'), identifier: e.ref('excluded.identifier'), sha256: e.ref('excluded.sha256'), at: e.ref('excluded.at') }))).execute();
  }
}

// A batch of rendered papers, read to the end by the real reader: where most browser stories begin.
import { vi } from 'vitest';
import type { RenderOptions } from '../../scripts/fixtures/render-page.ts';
import type { Office } from './office.ts';

const READ_MS = 120_000;

export type ReadBatch = { readonly batchId: string; /** Of the batch's records, in their order. */ readonly recordIds: readonly string[] };

/** Renders the papers as a.jpg, b.jpg, …, imports them and waits until they are read. */
export async function readBatch(office: Office, name: string, papers: readonly RenderOptions[]): Promise<ReadBatch> {
  const files = await Promise.all(papers.map((paper, index) => office.paper(`${String.fromCharCode(97 + index)}.jpg`, paper)));
  const { batches, records } = office.server.backend.parts;
  const batchId = (await batches.create({ name, recordType: 'auto', profile: 'ho-tich' })).id;
  await batches.addInputs(batchId, files.map((file) => file.path));
  await vi.waitUntil(async () => (await batches.get(batchId)).state === 'read', { timeout: READ_MS, interval: 200 });
  return { batchId, recordIds: (await records.list(batchId, 0, papers.length)).records.map((record) => record.id) };
}

// The PDFs of a package's records, written before the package by several processes, each a stretch of them. They lie in a folder
// under the record's number, and each stretch has a list with sizes and checksums, written last: a stretch without one was not
// finished and is not used.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { StepContext } from '../pipeline/step-context.ts';
import { HASHES, type HashName } from './bag-manifest.ts';
import { createGate, mapAhead, type Gate } from './map-ahead.ts';
import type { PackageInput, ReadyPdfs } from './package-input.ts';
import { createPayloadWriter, type PayloadWriter, type WrittenFile } from './payload-writer.ts';
import { packableOf, planPackage, type PlannedRecord } from './plan-package.ts';
import { recordPdfOf, RECORDS_AT_A_TIME, writeRecordPdf } from './write-record-pdf.ts';

/** 0-based, `to` not included, of the records that have pages. */
export type Stretch = { readonly from: number; readonly to: number };

const listSchema = z.array(z.object({ seq: z.number().int(), sizeBytes: z.number().int(), checksums: z.partialRecord(z.enum(HASHES), z.string()) }));

const nameOf = (seq: number): string => `${seq}.pdf`;

/** Writes the PDFs of one stretch. Not for signed packages: a key is opened once, where the package is built. */
export async function writeStretch(input: PackageInput, stretch: Stretch, { dir, hashes }: { dir: string; hashes: readonly HashName[] }, context: StepContext): Promise<void> {
  const planned = planPackage({ ...input, records: packableOf(input.records) }).records.slice(stretch.from, stretch.to);
  await mkdir(dir, { recursive: true });
  const payload = createPayloadWriter(dir, hashes);
  const gate = createGate(RECORDS_AT_A_TIME);
  const written = mapAhead(planned, RECORDS_AT_A_TIME, async (one) => {
    await payload.fill(nameOf(one.seq), (file) => writeRecordPdf(file.write, recordPdfOf(one, input), gate, context));
    return one.seq;
  });
  const list: z.infer<typeof listSchema> = [];
  for await (const seq of written) {
    const facts = payload.written.get(`data/${nameOf(seq)}`);
    if (facts !== undefined) list.push({ seq, sizeBytes: facts.sizeBytes, checksums: Object.fromEntries(facts.checksums) });
    context.progress(list.length, planned.length, planned[list.length]?.name);
  }
  await writeFile(join(dir, `${stretch.from}.json`), JSON.stringify(list));
}

/** What all finished stretches made; nothing when the folder is not there. */
export async function findReadyPdfs(dir: string): Promise<ReadyPdfs> {
  const files = new Map<number, WrittenFile>();
  for (const name of await readdir(dir).catch(() => [])) {
    if (!name.endsWith('.json')) continue;
    for (const { seq, sizeBytes, checksums } of listSchema.parse(JSON.parse(await readFile(join(dir, name), 'utf8')))) {
      files.set(seq, { sizeBytes, checksums: new Map(HASHES.flatMap((hash) => (checksums[hash] === undefined ? [] : [[hash, checksums[hash]]]))) });
    }
  }
  return { dir, files };
}

/** The record's PDF at `path` of the package: the one that is ready, else made now. */
export async function putRecordPdf(payload: PayloadWriter, path: string, planned: PlannedRecord, { input, gate, context }: { input: PackageInput; gate: Gate; context: StepContext }): Promise<void> {
  const { ready } = input;
  const facts = ready?.files.get(planned.seq);
  if (ready !== undefined && facts !== undefined) await payload.adopt(path, join(ready.dir, nameOf(planned.seq)), facts);
  else await payload.fill(path, (file) => writeRecordPdf(file.write, recordPdfOf(planned, input), gate, context));
}

// A package's input as a file between two processes: a line for the head, then per record a line for each
// of its pages' readings and one for the record itself. Readings are large and looked at once, so the
// reader hands out records whose `reading` is fetched from the file when asked for: memory stays bounded
// whatever the size of the batch.
import { closeSync, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { profileSchema } from '../../shared/api/batches.ts';
import { archiveFactsSchema, civilOptionsSchema } from '../../shared/api/packages.ts';
import { fieldReadingSchema, fieldWarningSchema } from '../../shared/domain/field.ts';
import { pageReadingSchema, type PageReading } from '../../shared/domain/reading.ts';
import { transformsSchema } from '../../shared/domain/transform.ts';
import { smallPictureSchema } from '../packaging/small-picture-ref.ts';
import { pageMasterSchema } from '../pipeline/page-master.ts';
import type { PackagePage, PackageRecord } from './steps.ts';

const said = z.string().exactOptional();
const headSchema = z.object({ batchId: z.string(), batchName: z.string(), profile: profileSchema, createdAt: z.string(), archive: archiveFactsSchema.exactOptional(), civil: civilOptionsSchema.exactOptional(), isMixedRaster: z.boolean().exactOptional(), trailFile: said });
export type PackageHead = z.infer<typeof headSchema>;

const spanSchema = z.tuple([z.number().int(), z.number().int()]);
const storedPageSchema = z.object({ pageId: z.string(), master: pageMasterSchema, transforms: transformsSchema, deliveredSha256: z.string(), smallPicture: smallPictureSchema.exactOptional(), span: spanSchema.nullable(), importedAt: said, readAt: said });
const storedRecordSchema = z.object({
  recordId: z.string(),
  recordType: z.string().nullable(),
  recordTypeConfidence: z.number(),
  fields: z.record(z.string(), fieldReadingSchema),
  warnings: z.array(fieldWarningSchema),
  pages: z.array(storedPageSchema),
  sourceFiles: z.array(z.string()),
  ms: z.object({ clean: z.number(), recognise: z.number(), extract: z.number() }),
  corrections: z.array(z.object({ field: z.string(), by: z.string(), at: z.string() })).exactOptional(),
  reviews: z.array(z.object({ by: z.string(), at: z.string(), outcome: z.enum(['agreed', 'arbitrated', 'accepted']) })).exactOptional(),
});
type StoredRecord = z.infer<typeof storedRecordSchema>;

/** `readings` of a record's pages are JSON text as the database has it: no need to parse what is only passed on. */
export type RecordToStore = Omit<PackageRecord, 'pages'> & { readonly pages: readonly (Omit<PackagePage, 'reading'> & { readonly readingJson: string | null })[] };

async function appendLine(file: FileHandle, text: string): Promise<number> {
  const bytes = Buffer.from(`${text}\n`, 'utf8');
  await file.write(bytes);
  return bytes.length;
}

export async function writePackageInput(path: string, head: PackageHead, records: AsyncIterable<RecordToStore>): Promise<number> {
  const file = await open(path, 'w');
  let count = 0;
  const index: string[] = [];
  let offset = 0;
  try {
    for await (const record of records) {
      const pages: unknown[] = [];
      for (const { readingJson, ...page } of record.pages) {
        const length = readingJson === null ? 0 : await appendLine(file, readingJson);
        pages.push({ ...page, span: readingJson === null ? null : [offset, length] });
        offset += length;
      }
      index.push(JSON.stringify({ ...record, pages }));
      count += 1;
    }
    const start = offset;
    for (const line of [JSON.stringify(head), ...index]) offset += await appendLine(file, line);
    await appendLine(file, String(start).padStart(20, '0'));
  } finally {
    await file.close();
  }
  return count;
}

const TRAILER_BYTES = 21;

function readSpan(fd: number, offset: number, length: number): string {
  const bytes = Buffer.alloc(length);
  let got = 0;
  while (got < length) {
    const read = readSync(fd, bytes, got, length - got, offset + got);
    if (read === 0) throw new Error('package input cut short');
    got += read;
  }
  return bytes.toString('utf8');
}

function toPackagePage(page: StoredRecord['pages'][number], fd: number): PackagePage {
  const { span, ...facts } = page;
  // Packing looks at it several times in short order, and parsing is most of what packing costs; still nothing holds it longer.
  let last: WeakRef<PageReading> | undefined;
  return {
    ...facts,
    get reading(): PageReading | null {
      if (span === null) return null;
      const known = last?.deref();
      if (known !== undefined) return known;
      const reading = pageReadingSchema.parse(JSON.parse(readSpan(fd, span[0], span[1])));
      last = new WeakRef(reading);
      return reading;
    },
  };
}

export async function readPackageInput(path: string): Promise<{ head: PackageHead; records: readonly PackageRecord[]; close(): void }> {
  const handle = await open(path, 'r');
  const size = (await handle.stat()).size;
  await handle.close();
  const fd = openSync(path, 'r');
  try {
    const start = Number(readSpan(fd, size - TRAILER_BYTES, TRAILER_BYTES));
    const lines = readSpan(fd, start, size - TRAILER_BYTES - start).trimEnd().split('\n');
    const head = headSchema.parse(JSON.parse(lines[0] ?? ''));
    const records = lines.slice(1).map((line) => {
      const stored = storedRecordSchema.parse(JSON.parse(line));
      return { ...stored, pages: stored.pages.map((page) => toPackagePage(page, fd)) };
    });
    return { head, records, close: () => closeSync(fd) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

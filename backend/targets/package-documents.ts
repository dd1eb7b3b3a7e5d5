// A package seen as documents: each record's PDF with the metadata of the general guide (CV 7197). An
// administrative document has them in the package; of any other record the file's name is the code.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Outgoing, OutgoingFile } from './upload-target.ts';

export type PackageDocument = { readonly docCode: string; readonly recordId: string | null; readonly metadata: Readonly<Record<string, string | number>>; readonly file: OutgoingFile };

export const lineSchema = z.object({ pdf: z.string(), recordId: z.string().optional(), recordType: z.string().nullable(), /** Its metadata in a package by the general guide, below data/, without extension. */ guide: z.string().optional(), pages: z.number().int().positive(), fields: z.record(z.string(), z.object({ value: z.string() })) });
export type PackageLine = Readonly<z.infer<typeof lineSchema>>;
const guideSchema = z.record(z.string(), z.union([z.string(), z.number()]));
const MAX_CODE_LENGTH = 100;

/** The lines of its records.jsonl; none for a bag of another program. */
export async function packageLines(outgoing: Pick<Outgoing, 'dir' | 'files'>): Promise<readonly PackageLine[]> {
  const list = outgoing.files.find(({ path }) => path.startsWith('data/') && /(^|\/)records\.jsonl$/.test(path));
  if (list === undefined) return [];
  const lines = (await readFile(join(outgoing.dir, list.path), 'utf8')).split('\n').filter((line) => line !== '');
  return lines.flatMap((line) => {
    const parsed = lineSchema.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  });
}

/** Guide metadata that stand beside the document, in a package by the guide. */
async function guideBeside(outgoing: Outgoing, { guide }: PackageLine): Promise<Readonly<Record<string, string | number>> | undefined> {
  const path = `data/${guide ?? ''}.json`;
  if (guide === undefined || !outgoing.files.some((file) => file.path === path)) return undefined;
  const metadata = guideSchema.safeParse(JSON.parse(await readFile(join(outgoing.dir, path), 'utf8')));
  return metadata.success && metadata.data['DocCode'] !== undefined && metadata.data['DocCode'] !== '' ? metadata.data : undefined;
}

/** Guide metadata by the number in its code, which is the record's place in the package. */
async function guideBySeq(outgoing: Outgoing): Promise<ReadonlyMap<number, Readonly<Record<string, string | number>>>> {
  const found = new Map<number, Readonly<Record<string, string | number>>>();
  for (const { path } of outgoing.files.filter((file) => /\/metadata\/descriptive\/guide\/[^/]+\.json$/.test(file.path))) {
    const metadata = guideSchema.safeParse(JSON.parse(await readFile(join(outgoing.dir, path), 'utf8')));
    const seq = metadata.success ? Number(/_(\d+)_V?\d+$/.exec(String(metadata.data['DocCode'] ?? ''))?.[1]) : Number.NaN;
    if (metadata.success && !Number.isNaN(seq)) found.set(seq, metadata.data);
  }
  return found;
}

/** AppError target-refused 'no-documents' for a package without records. */
export async function packageDocuments(outgoing: Outgoing): Promise<readonly PackageDocument[]> {
  const lines = await packageLines(outgoing);
  const guide = await guideBySeq(outgoing);
  const byPath = new Map(outgoing.files.map((file) => [file.path, file]));
  const documents: PackageDocument[] = [];
  for (const [index, line] of lines.entries()) {
    const file = byPath.get(`data/${line.pdf}`);
    if (file === undefined) continue;
    const metadata = (await guideBeside(outgoing, line)) ?? (line.recordType === 'VB' ? guide.get(index + 1) : undefined) ?? plainMetadata(line);
    const docCode = String(metadata['DocCode']).slice(0, MAX_CODE_LENGTH);
    documents.push({ docCode, recordId: line.recordId ?? null, metadata: { ...metadata, DocCode: docCode }, file });
  }
  if (documents.length === 0) throw new AppError('target-refused', { reason: 'no-documents' }, 'none');
  return documents;
}

function plainMetadata({ pdf, pages, recordType, fields }: PackageLine): Readonly<Record<string, string | number>> {
  const values = Object.entries(fields).filter(([key]) => /^[A-Z]/.test(key)).map(([key, { value }]) => [key, value] as const);
  const name = pdf.slice(pdf.lastIndexOf('/') + 1).replace(/\.pdf$/i, '');
  return { DocCode: name, TypeName: recordType ?? '', Subject: name, ...Object.fromEntries(values.filter(([, value]) => value !== '')), PageAmount: pages };
}

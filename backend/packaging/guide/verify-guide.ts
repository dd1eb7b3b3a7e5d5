// Do the documents of a package by the general guide (CV 7197) have their metadata, whole, in both forms alike,
// and are they called by their code? Other packages have no such records and are not judged here.
import { z } from 'zod';
import { AppError, isAppError } from '../../../shared/errors.ts';
import { readXml } from '../eark/read-xml.ts';
import type { PackageSource } from '../package-source.ts';
import { readWhole } from '../package-source.ts';
import type { Add, RecordLine } from '../record-line.ts';
import { guideFileName, guideProblems } from './guide-metadata.ts';

const MAX_BYTES = 1024 * 1024;
const jsonSchema = z.record(z.string(), z.union([z.string(), z.number().int()]).transform(String));
type Fields = Readonly<Record<string, string>>;

export async function checkGuide(source: PackageSource, records: readonly RecordLine[], add: Add, signal: AbortSignal): Promise<void> {
  const files = new Set(source.entries.filter(({ kind }) => kind === 'file').map(({ path }) => path));
  for (const { guide, pdf } of records) {
    if (guide === undefined) continue;
    if (signal.aborted) throw new AppError('cancelled', {}, 'again');
    const paths = [`data/${guide}.json`, `data/${guide}.xml`] as const;
    const missing = paths.filter((path) => !files.has(path));
    for (const path of missing) add({ ok: false, code: 'guide-file-missing', path });
    if (missing.length === 0) await checkDocument(source, { paths, pdf }, add);
  }
}

async function checkDocument(source: PackageSource, { paths: [json, xml], pdf }: { paths: readonly [string, string]; pdf: string }, add: Add): Promise<void> {
  const fields = await read(source, json, add, (text) => jsonSchema.parse(JSON.parse(text)));
  const again = await read(source, xml, add, xmlFields);
  if (fields === undefined || again === undefined) return;
  if (JSON.stringify(Object.entries(fields).toSorted()) !== JSON.stringify(Object.entries(again).toSorted())) add({ ok: false, code: 'guide-documents-differ', path: json, detail: { other: xml } });
  const problems = guideProblems(fields);
  for (const { code, field } of problems) add({ ok: false, code: 'guide-field-wrong', path: json, detail: { field, problem: code } });
  const wanted = guideFileName(fields);
  const name = pdf.replace(/^.*\//, '').replace(/\.pdf$/, '');
  if (problems.length === 0 && wanted !== null && name.replace(/-\d+$/, '') !== wanted && name !== wanted) add({ ok: false, code: 'guide-name-differs', path: `data/${pdf}`, detail: { wanted: `${wanted}.pdf` } });
}

async function read(source: PackageSource, path: string, add: Add, parse: (text: string) => Fields): Promise<Fields | undefined> {
  try {
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(await readWhole(source, path, MAX_BYTES)));
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') throw error;
    add({ ok: false, code: 'guide-unreadable', path });
    return undefined;
  }
}

/** <Document> with one element a field; anything else is no such document. */
function xmlFields(text: string): Fields {
  const fields: Record<string, string> = {};
  let open: string | undefined;
  readXml(text, {
    open: ({ name }, depth) => {
      if (depth > 1 || (depth === 0 && name !== 'Document') || (depth === 1 && fields[name] !== undefined)) throw new Error('not a document of the guide');
      open = depth === 1 ? name : undefined;
      if (open !== undefined) fields[open] = '';
    },
    text: (part) => {
      if (open !== undefined) fields[open] = `${fields[open] ?? ''}${part}`;
    },
    close: () => {
      open = undefined;
    },
  });
  return fields;
}

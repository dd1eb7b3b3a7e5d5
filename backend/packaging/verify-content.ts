// What no checksum can tell: that records.jsonl, the PDFs, the workbooks and the zips of one of our
// packages speak of the same records. A bag without records.jsonl is not ours and is not judged here.
import { ParseSpeeds, PDFDocument } from 'pdf-lib';
import { z } from 'zod';
import type { Finding } from '../../shared/api/packages.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import { archivalProblem } from './archival-pdf.ts';
import { hashEntry } from './hash-entry.ts';
import type { PackageSource } from './package-source.ts';
import { readWhole } from './package-source.ts';
import { readWorkbook } from './read-workbook.ts';
import { DATA_SHEET } from './workbook.ts';
import { workbookHeader, workbookRow } from './workbook-row.ts';
import { listZip } from './zip-listing.ts';

/** In the archive profile the list lies inside the SIP. */
const RECORDS = /^data\/(?:[^/]+\/metadata\/other\/)?records\.jsonl$/;
const MAX_RECORDS_BYTES = 1024 ** 3;
const MAX_PDF_BYTES = 512 * 1024 * 1024;
const MAX_WORKBOOK_BYTES = 128 * 1024 * 1024;

const lineSchema = z.object({
  pdf: z.string(),
  pages: z.number().int().positive(),
  recordType: z.string().nullable(),
  fields: z.record(z.string(), z.object({ value: z.string() })),
});
type RecordLine = z.infer<typeof lineSchema>;
type Add = (finding: Finding) => void;

export async function verifyContent(source: PackageSource, signal: AbortSignal): Promise<readonly Finding[]> {
  const files = new Map(source.entries.filter(({ kind }) => kind === 'file').map((entry) => [entry.path, entry]));
  const list = [...files.keys()].find((path) => RECORDS.test(path));
  if (list === undefined) return [{ ok: true, code: 'records-absent' }];
  const findings: Finding[] = [];
  const add: Add = (finding) => findings.push(finding);
  const records = await readRecords(source, list, add);
  await checkPdfs(source, records, add, signal);
  for (const path of files.keys()) {
    if (signal.aborted) throw new AppError('cancelled', {}, 'again');
    const group = /^data\/([^/]+)\/\1\.(xlsx|zip)$/.exec(path);
    if (group?.[2] === 'xlsx') await checkWorkbook(source, path, group[1] ?? '', records, add);
    if (group?.[2] === 'zip') await checkZip(source, path, group[1] ?? '', records, { add, signal });
  }
  checkGroupsComplete(new Set(files.keys()), records, add);
  if (findings.length === 0) add({ ok: true, code: 'records-agree', detail: { records: records.length } });
  return findings;
}

async function readRecords(source: PackageSource, list: string, add: Add): Promise<readonly RecordLine[]> {
  const text = (await readWhole(source, list, MAX_RECORDS_BYTES)).toString('utf8');
  return text.split('\n').flatMap((line, index) => {
    if (line === '') return [];
    const parsed = lineSchema.safeParse(parseJson(line));
    if (!parsed.success) add({ ok: false, code: 'record-line-wrong', path: list, detail: { line: index + 1 } });
    return parsed.success ? [parsed.data] : [];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function checkPdfs(source: PackageSource, records: readonly RecordLine[], add: Add, signal: AbortSignal): Promise<void> {
  const claimed = new Map<string, RecordLine>();
  for (const record of records) {
    const path = `data/${record.pdf}`;
    if (claimed.has(path)) add({ ok: false, code: 'pdf-of-two-records', path });
    claimed.set(path, record);
    if (!source.entries.some((entry) => entry.path === path)) add({ ok: false, code: 'pdf-missing', path });
  }
  for (const entry of source.entries) {
    if (signal.aborted) throw new AppError('cancelled', {}, 'again');
    const record = claimed.get(entry.path);
    if (record !== undefined) await checkPdf(source, entry.path, record.pages, add);
    else if (isRecordPdf(entry.path)) add({ ok: false, code: 'pdf-without-record', path: entry.path });
  }
}

/** Scans that came as PDFs belong to no record by themselves. */
const isRecordPdf = (path: string): boolean => /^data\/.*\.pdf$/i.test(path) && !/^data\/[^/]+\/representations\/rep2\//.test(path);

async function checkPdf(source: PackageSource, path: string, pages: number, add: Add): Promise<void> {
  try {
    const bytes = await readWhole(source, path, MAX_PDF_BYTES);
    const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true, parseSpeed: ParseSpeeds.Fastest });
    const found = document.getPageCount();
    if (found !== pages) add({ ok: false, code: 'pdf-page-count', path, detail: { expected: pages, found } });
    const problem = archivalProblem(bytes, document);
    if (problem !== null) add({ ok: false, code: 'pdf-not-archival', path, detail: { problem } });
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') throw error;
    add({ ok: false, code: 'pdf-unreadable', path });
  }
}

async function checkWorkbook(source: PackageSource, path: string, group: string, records: readonly RecordLine[], add: Add): Promise<void> {
  const members = records.filter((record) => record.recordType === group);
  try {
    const [header = [], ...rows] = await readWorkbook(await readWhole(source, path, MAX_WORKBOOK_BYTES), DATA_SHEET);
    if (!sameCells(header, workbookHeader(group))) add({ ok: false, code: 'workbook-header', path });
    if (rows.length !== members.length) add({ ok: false, code: 'workbook-row-count', path, detail: { rows: rows.length, records: members.length } });
    members.forEach((record, index) => {
      const values = Object.fromEntries(Object.entries(record.fields).map(([key, field]) => [key, field.value]));
      const wrong = firstDifference(rows[index] ?? [], workbookRow(group, index + 1, values).cells);
      if (wrong !== undefined && rows[index] !== undefined) add({ ok: false, code: 'workbook-row-differs', path, detail: { row: index + 2, column: workbookHeader(group)[wrong] ?? wrong, pdf: record.pdf } });
    });
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') throw error;
    add({ ok: false, code: 'workbook-unreadable', path });
  }
}

const sameCells = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && firstDifference(a, b) === undefined;

/** Trailing empty cells may be left out of a sheet. */
function firstDifference(actual: readonly string[], expected: readonly string[]): number | undefined {
  const at = expected.findIndex((value, index) => lineEnds(actual[index] ?? '') !== lineEnds(value));
  return at >= 0 ? at : actual.length > expected.length ? expected.length : undefined;
}

/** XML turns every line end into LF. */
const lineEnds = (text: string): string => text.replace(/\r\n?/g, '\n');

async function checkZip(source: PackageSource, path: string, group: string, records: readonly RecordLine[], { add, signal }: { add: Add; signal: AbortSignal }): Promise<void> {
  const folder = `data/${group}/`;
  const expected = new Map(records.filter((record) => `data/${record.pdf}`.startsWith(folder)).map((record) => [`data/${record.pdf}`.slice(folder.length), record]));
  try {
    for (const { name, sha256 } of await listZip(await source.open(path))) {
      if (!expected.delete(name)) add({ ok: false, code: 'zip-file-unknown', path, detail: { name: name.slice(0, 200) } });
      else if (!(await isSameFile(source, folder + name, sha256, signal))) add({ ok: false, code: 'zip-file-differs', path, detail: { name } });
    }
    for (const name of expected.keys()) add({ ok: false, code: 'zip-file-missing', path, detail: { name } });
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') throw error;
    add({ ok: false, code: 'zip-unreadable', path });
  }
}

async function isSameFile(source: PackageSource, path: string, sha256: string, signal: AbortSignal): Promise<boolean> {
  if (!source.entries.some((entry) => entry.path === path && entry.kind === 'file')) return false;
  return (await hashEntry(source, path, ['sha256'], signal)).get('sha256') === sha256;
}

/** A package that has workbooks has one for every type of record in it. */
function checkGroupsComplete(files: ReadonlySet<string>, records: readonly RecordLine[], add: Add): void {
  const isCivil = [...files].some((path) => /^data\/([^/]+)\/\1\.xlsx$/.test(path));
  if (!isCivil) return;
  for (const type of new Set(records.flatMap(({ recordType }) => recordType ?? []))) {
    if (workbookHeader(type).length > 1 && !files.has(`data/${type}/${type}.xlsx`)) add({ ok: false, code: 'workbook-missing', path: `data/${type}/${type}.xlsx` });
  }
}

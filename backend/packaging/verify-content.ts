// What no checksum can tell: that records.jsonl, the PDFs, the workbooks and the zips of one of our
// packages speak of the same records. A bag without records.jsonl is not ours and is not judged here.
import type { Finding } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import { checkPdfFile } from './check-pdf-file.ts';
import { checkGuide } from './guide/verify-guide.ts';
import type { PackageSource } from './package-source.ts';
import { readWhole } from './package-source.ts';
import type { Add, RecordLine } from './record-line.ts';
import { lineSchema } from './record-line.ts';
import { checkBooks } from './verify-books.ts';

/** In the archive profile the list lies inside the SIP. */
const RECORDS = /^data\/(?:[^/]+\/metadata\/other\/)?records\.jsonl$/;
const MAX_RECORDS_BYTES = 1024 ** 3;

export async function verifyContent(source: PackageSource, signal: AbortSignal): Promise<readonly Finding[]> {
  const files = new Map(source.entries.filter(({ kind }) => kind === 'file').map((entry) => [entry.path, entry]));
  const list = [...files.keys()].find((path) => RECORDS.test(path));
  if (list === undefined) return [{ ok: true, code: 'records-absent' }];
  const findings: Finding[] = [];
  const add: Add = (finding) => findings.push(finding);
  const records = await readRecords(source, list, add);
  await checkPdfs(source, records, add, signal);
  await checkBooks(source, records, add, signal);
  await checkGuide(source, records, add, signal);
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
  const { findings, pages: found } = await checkPdfFile(source, path);
  for (const finding of findings) if (!finding.ok) add(finding);
  if (found > 0 && found !== pages) add({ ok: false, code: 'pdf-page-count', path, detail: { expected: pages, found } });
}

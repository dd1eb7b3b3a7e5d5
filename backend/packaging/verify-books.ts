// Do the workbook and the zip of every book (data/<LOẠI>/<LOẠI>.<năm>.<quyển>.xlsx and .zip) hold just the
// records and the PDFs that records.jsonl gives to that book?
import { AppError, isAppError } from '../../shared/errors.ts';
import { hashEntry } from './hash-entry.ts';
import type { PackageSource } from './package-source.ts';
import { readWhole } from './package-source.ts';
import { readWorkbook } from './read-workbook.ts';
import type { Add, RecordLine } from './record-line.ts';
import { DATA_SHEET } from './workbook.ts';
import type { WorkbookVariant } from './workbook-row.ts';
import { WORKBOOK_VARIANTS } from '../../shared/api/packages.ts';
import { workbookHeader, workbookRow } from './workbook-row.ts';
import { listZip } from './zip-listing.ts';

const MAX_WORKBOOK_BYTES = 128 * 1024 * 1024;

type BookFile = { readonly path: string; readonly group: string; readonly members: readonly RecordLine[] };

const groupOf = (record: RecordLine): string => /^([^/]+)\//.exec(record.pdf)?.[1] ?? '';
const bookPath = (record: RecordLine): string => `data/${groupOf(record)}/${record.book ?? groupOf(record)}`;

export async function checkBooks(source: PackageSource, records: readonly RecordLine[], add: Add, signal: AbortSignal): Promise<void> {
  const files = source.entries.filter(({ kind, path }) => kind === 'file' && /^data\/[^/]+\/[^/]+\.(?:xlsx|zip)$/.test(path)).map(({ path }) => path);
  for (const path of files) {
    if (signal.aborted) throw new AppError('cancelled', {}, 'again');
    const [, book = '', group = '', extension] = /^(data\/([^/]+)\/.+)\.(xlsx|zip)$/.exec(path) ?? [];
    const members = records.filter((record) => bookPath(record) === book);
    if (members.length === 0) add({ ok: false, code: 'book-without-records', path });
    else if (extension === 'xlsx') await checkWorkbook(source, { path, group, members }, add);
    else await checkZip(source, { path, group, members }, { add, signal });
  }
  checkComplete(new Set(files), records, add);
}

/** A package that has workbooks has one, and a zip, for every book in it. */
function checkComplete(files: ReadonlySet<string>, records: readonly RecordLine[], add: Add): void {
  if (![...files].some((path) => path.endsWith('.xlsx'))) return;
  for (const record of new Map(records.map((line) => [bookPath(line), line])).values()) {
    const path = bookPath(record);
    if (workbookHeader(groupOf(record)).length > 1 && !files.has(`${path}.xlsx`)) add({ ok: false, code: 'workbook-missing', path: `${path}.xlsx` });
    if (!files.has(`${path}.zip`)) add({ ok: false, code: 'zip-missing', path: `${path}.zip` });
  }
}

async function checkWorkbook(source: PackageSource, { path, group, members }: BookFile, add: Add): Promise<void> {
  try {
    const [header = [], ...rows] = await readWorkbook(await readWhole(source, path, MAX_WORKBOOK_BYTES), DATA_SHEET);
    const variant: WorkbookVariant = WORKBOOK_VARIANTS.find((each) => sameCells(header, workbookHeader(group, each))) ?? 'current';
    if (!sameCells(header, workbookHeader(group, variant))) add({ ok: false, code: 'workbook-header', path });
    if (rows.length !== members.length) add({ ok: false, code: 'workbook-row-count', path, detail: { rows: rows.length, records: members.length } });
    members.forEach((record, index) => {
      const values = Object.fromEntries(Object.entries(record.fields).map(([key, field]) => [key, field.value]));
      const wrong = record.recordType === group ? firstDifference(rows[index] ?? [], workbookRow(group, index + 1, values, variant).cells) : 0;
      if (wrong !== undefined && rows[index] !== undefined) add({ ok: false, code: 'workbook-row-differs', path, detail: { row: index + 2, column: workbookHeader(group, variant)[wrong] ?? wrong, pdf: record.pdf } });
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

async function checkZip(source: PackageSource, { path, group, members }: BookFile, { add, signal }: { add: Add; signal: AbortSignal }): Promise<void> {
  const folder = `data/${group}/`;
  const expected = new Set(members.map((record) => `data/${record.pdf}`.slice(folder.length)));
  try {
    for (const { name, sha256 } of await listZip(await source.open(path))) {
      if (!expected.delete(name)) add({ ok: false, code: 'zip-file-unknown', path, detail: { name: name.slice(0, 200) } });
      else if (!(await isSameFile(source, folder + name, sha256, signal))) add({ ok: false, code: 'zip-file-differs', path, detail: { name } });
    }
    for (const name of expected) add({ ok: false, code: 'zip-file-missing', path, detail: { name } });
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') throw error;
    add({ ok: false, code: 'zip-unreadable', path });
  }
}

async function isSameFile(source: PackageSource, path: string, sha256: string, signal: AbortSignal): Promise<boolean> {
  if (!source.entries.some((entry) => entry.path === path && entry.kind === 'file')) return false;
  return (await hashEntry(source, path, ['sha256'], signal)).get('sha256') === sha256;
}

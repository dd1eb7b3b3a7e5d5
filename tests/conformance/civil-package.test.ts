// The civil-status package of generated pages before judges that share no code with us.
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildPackage } from '../../backend/pipeline/package.ts';
import { verifyPackage } from '../../backend/packaging/verify-package.ts';
import type { PackageRecord } from '../../backend/packaging/package-input.ts';
import { workbookHeader } from '../../backend/packaging/workbook-row.ts';
import { bagitPython, needJudges, openpyxlCells, pdfToText, qpdfCheck, veraPdf } from '../support/judges.ts';
import { readPages } from '../support/read-pages.ts';
import { stepContext } from '../support/folder-blobs.ts';
import { packageInput } from '../support/sample-records.ts';

const lineSchema = z.object({ pdf: z.string(), book: z.string(), recordType: z.string().nullable(), fields: z.record(z.string(), z.object({ value: z.string() })) });
const CORRECTED = 'NGUYỄN THỊ HẢI YẾN';
let dir = '';

beforeAll(async () => {
  const work = await mkdtemp(join(tmpdir(), 'sohoa-test-'));
  dir = join(work, 'package');
  const { records, blobs } = await readPages(work, [
    { type: 'KS', seed: 41, preset: 'clean' }, { type: 'KS', seed: 42, preset: 'scan' }, { type: 'KH', seed: 43, preset: 'scan' }, { type: 'KT', seed: 44, preset: 'scan' },
    { type: 'HN', seed: 45, preset: 'scan' }, { type: 'VB', seed: 46, preset: 'scan' },
  ]);
  await buildPackage(packageInput(dir, [...records.map(correctName), unread(records)]), stepContext(blobs));
  return () => rm(work, { recursive: true, force: true });
}, 300_000);

/** A clerk's correction, which has to reach text layer, text and workbook. */
function correctName(record: PackageRecord, index: number): PackageRecord {
  const name = record.fields['nksHoTen'];
  return index > 0 || name === undefined ? record : { ...record, fields: { ...record.fields, nksHoTen: { ...name, value: CORRECTED, from: 'clerk' } } };
}

/** A page that nobody could read goes in as well. */
const unread = (records: readonly PackageRecord[]): PackageRecord => ({ ...(records[0] as PackageRecord), recordId: 'unread', recordType: null, fields: {}, pages: (records[0]?.pages ?? []).map((page) => ({ ...page, reading: null })) });

const all = async (extension: string): Promise<string[]> => (await readdir(join(dir, 'data'), { recursive: true })).filter((path) => path.endsWith(extension)).map((path) => join(dir, 'data', path)).sort();
const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const lines = async (): Promise<z.infer<typeof lineSchema>[]> => (await readFile(join(dir, 'data/records.jsonl'), 'utf8')).split('\n').filter(Boolean).map((line) => lineSchema.parse(JSON.parse(line)));
const textFile = (pdf: string): Promise<string> => readFile(join(dir, 'data/text', `${pdf.slice(pdf.lastIndexOf('/') + 1, -4)}.txt`), 'utf8');

describe('the civil-status package of generated pages', () => {
  it('is sound by our own check', async () => {
    const { findings } = await verifyPackage(dir, new AbortController().signal);
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('is PDF/A-2u throughout: veraPDF', async (context) => {
    needJudges(context, 'veraPDF');
    const paths = await all('.pdf');
    expect(paths.length).toBe(7);
    const { refused, said } = await veraPdf(paths);
    expect(refused, said).toEqual([]);
  });

  it('has PDFs without a fault of syntax: qpdf', async (context) => {
    needJudges(context, 'qpdf');
    for (const path of await all('.pdf')) expect(await qpdfCheck(path), path).toMatchObject({ ok: true, stderr: '' });
  });

  it('is a valid bag: bagit-python', async (context) => {
    needJudges(context, 'bagit-python');
    expect(await bagitPython(dir)).toMatchObject({ ok: true });
  });

  it('gives its text word for word in reading order, NFC, letterheads of two columns and all: pdftotext', async (context) => {
    needJudges(context, 'pdftotext');
    for (const { pdf } of await lines()) {
      const text = await pdfToText(join(dir, 'data', pdf));
      expect(text).toBe(text.normalize('NFC'));
      expect(words(text), pdf).toEqual(words(await textFile(pdf)));
    }
  });

  it('gives the same words to a reader that orders them by their place: pdftotext -layout', async (context) => {
    needJudges(context, 'pdftotext');
    for (const { pdf } of await lines()) {
      const text = await pdfToText(join(dir, 'data', pdf), '-layout');
      expect(words(text).sort(), pdf).toEqual(words(await textFile(pdf)).sort());
    }
  });

  it('carries what a clerk corrected: pdftotext', async (context) => {
    needJudges(context, 'pdftotext');
    const corrected = (await lines()).find(({ fields }) => fields['nksHoTen']?.value === CORRECTED);
    expect((await pdfToText(join(dir, 'data', corrected?.pdf ?? ''))).replace(/\s+/g, ' ')).toContain(CORRECTED);
  });

  it('has workbooks of text cells under the national header, row for row the records: openpyxl', async (context) => {
    needJudges(context, 'openpyxl');
    const workbooks = await all('.xlsx');
    expect(workbooks.length).toBeGreaterThanOrEqual(4);
    const records = await lines();
    for (const path of workbooks) {
      const sheets = await openpyxlCells(path);
      const [header = [], ...rows] = sheets?.['DL Import'] ?? [];
      const type = path.slice(path.lastIndexOf('/') + 1).split('.')[0] ?? '';
      expect(header).toEqual(workbookHeader(type));
      expect(rows.flat().every((cell) => typeof cell === 'string')).toBe(true);
      const members = records.filter(({ book }) => path.endsWith(`/${book}.xlsx`));
      expect(rows.length).toBe(members.length);
      members.forEach(({ fields }, at) => {
        // Codes stand for their labels in some columns; names and dates stand as they are.
        const asWritten = header.flatMap((key, column) => (typeof key === 'string' && /(HoTen|NgaySinh|ngayDangKy|Subject|IssuedDate)$/.test(key) ? [[fields[key]?.value ?? '', rows[at]?.[column] ?? '']] : []));
        expect(asWritten.length).toBeGreaterThan(0);
        for (const [expected, found] of asWritten) expect(found).toBe(expected);
      });
    }
  });
});

// The import workbooks of every kind of record, in both forms of the births template, as openpyxl reads them out of a package.
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPackage } from '../../backend/pipeline/package.ts';
import { verifyPackage } from '../../backend/packaging/verify-package.ts';
import { RECORD_TYPES, RECORD_TYPE_CODES } from '../../shared/domain/record-types.ts';
import { createFolderBlobs, stepContext } from '../support/folder-blobs.ts';
import { readRecords } from '../support/judge-text-layer.ts';
import { workbookFaults } from '../support/judge-workbooks.ts';
import { needJudges, openpyxlCells } from '../support/judges.ts';
import { packageInput, sampleRecord } from '../support/sample-records.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

/** A value in every field, as paper has them. */
const filled = (type: string): Record<string, string> => Object.fromEntries((RECORD_TYPES[type]?.fields ?? []).map(({ key, kind }) => [key, kind === 'date' ? '03.02.2017' : kind === 'gender' ? 'Nữ' : `Giá trị của ${key}`]));

describe.each(['current', 'older'] as const)('a package with the %s births template', (workbook) => {
  it('has a workbook for every kind of record, its columns those of record-types.json, its cells text: openpyxl', async (context) => {
    needJudges(context, 'openpyxl');
    const work = await makeTempFolder();
    await mkdir(join(work, 'blobs'));
    const blobs = createFolderBlobs(join(work, 'blobs'));
    const records = [];
    for (const type of RECORD_TYPE_CODES) records.push(await sampleRecord(blobs, type, { recordType: type, values: { ...filled(type), so: '05/2017', quyenSo: '01/2017', ngayDangKy: '03.02.2017', IssuedDate: '18.03.2019' } }));
    const dir = join(work, 'package');
    await buildPackage(packageInput(dir, records, { civil: { workbook } }), stepContext(blobs));
    expect((await verifyPackage(dir, new AbortController().signal)).findings.filter(({ ok }) => !ok)).toEqual([]);
    const workbooks = (await readdir(join(dir, 'data'), { recursive: true })).filter((path) => path.endsWith('.xlsx')).map((path) => join(dir, 'data', path)).toSorted();
    expect(workbooks).toHaveLength(RECORD_TYPE_CODES.length);
    expect(await workbookFaults(dir, workbooks, await readRecords(join(dir, 'data/records.jsonl')))).toEqual([]);
    const births = await openpyxlCells(join(dir, 'data/KS/KS.2017.01.xlsx'));
    expect(births?.['DL Import']?.[0]).toHaveLength(workbook === 'current' ? 70 : 61);
    expect(Object.keys(births ?? {})).toEqual(['DL Import', 'Ghi chu']);
  });
});

// The one command that builds both profiles from scans and hands them to every outside judge, run as CI runs it.
import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { needEarkJudges } from '../support/eark-judges.ts';
import { needJudges } from '../support/judges.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const execute = promisify(execFile);
const inRepository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const PAGES = ['Khai sinh 1.jpg', 'Kết hôn 1.jpg', 'Quyết định 2.jpg'] as const;

it('npm run judge:packages has every judge say valid of both profiles of three demo pages', async (context) => {
  needJudges(context, 'veraPDF', 'bagit-python', 'bagit-profile', 'qpdf', 'openpyxl');
  needEarkJudges(context, 'commons-ip');
  const scans = join(await makeTempFolder(), 'scans');
  await mkdir(scans);
  for (const name of PAGES) await copyFile(inRepository(`resources/samples/pages/${name}`), join(scans, name));
  // Exits with 1, and so throws with what it said, when a judge refuses.
  const { stdout } = await execute(process.execPath, [inRepository('scripts/judge-packages.ts'), scans], { maxBuffer: 1 << 26 });
  const lines = stdout.trim().split('\n');
  expect(lines.filter((line) => line.startsWith('REFUSED'))).toEqual([]);
  for (const judge of ['sohoa verify', 'bagit-python', 'bagit-profile', 'veraPDF 2u, 3 files', 'qpdf --check']) expect(lines.filter((line) => line.includes(judge)), judge).toHaveLength(2);
  expect(lines.filter((line) => line.includes('commons-ip'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('openpyxl'))).toHaveLength(3);
  expect(lines.at(-1)).toBe('every judge says valid');
});

it('npm run judge:packages fails where there is nothing to judge', async (context) => {
  needJudges(context, 'veraPDF');
  const empty = await makeTempFolder();
  await expect(execute(process.execPath, [inRepository('scripts/judge-packages.ts'), empty])).rejects.toMatchObject({ code: 1 });
});

// The one command that builds every profile from the demo batch, and from real scans where there are some, and
// hands them to every outside judge: run as CI runs it. What it prints stands in the log of the run.
import { spawn } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { needEarkJudges } from '../support/eark-judges.ts';
import { needJudges } from '../support/judges.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const inRepository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** Some eighty pages are read, six packages built and judged; two browsers' stories run beside it in CI. */
const WHOLE_MS = 20 * 60_000;

function judgePackages(words: readonly string[], env: Readonly<Record<string, string>> = {}, isLoud = false): Promise<{ exitCode: number | null; lines: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inRepository('scripts/judge-packages.ts'), ...words], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => {
      said += part.toString();
      if (isLoud) process.stdout.write(part);
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, lines: said.trim().split('\n') }));
  });
}

const BAG = ['bagit-python', 'bagit-profile', 'veraPDF 2u', 'qpdf --check'];
const JUDGES: Readonly<Record<string, readonly string[]>> = {
  'ho-tich': ['sohoa verify', ...BAG, 'pdftotext', 'openpyxl'],
  'luu-tru': ['sohoa verify', ...BAG, 'pyHanko', 'commons-ip', 'eark-validator', 'xmllint mets', 'xmllint premis', 'xmllint ead3', 'xmllint alto', 'xmllint, schemas of the package', 'pdftotext -bbox', 'masters byte for byte'],
  'cv-7197': [...BAG, 'pdftotext', 'sohoa verify, jsonschema, xmllint alike'],
};

describe('npm run judge:packages', () => {
  it('has every judge say valid of every profile of the demo batch, and of real scans where they are', { timeout: WHOLE_MS }, async (context) => {
    needJudges(context, 'veraPDF', 'bagit-python', 'bagit-profile', 'qpdf', 'openpyxl', 'pdftotext', 'jsonschema', 'pyHanko', 'openssl');
    needEarkJudges(context, 'commons-ip', 'eark-validator', 'xmllint with schemas');
    const { exitCode, lines } = await judgePackages([], {}, true);
    expect(lines.filter((line) => line.startsWith('REFUSED'))).toEqual([]);
    const batches = lines.some((line) => line.startsWith('real scans: not judged')) ? ['demo'] : ['demo', 'real'];
    for (const batch of batches) {
      expect(lines.some((line) => line.startsWith(`valid    ${batch} `) && line.includes('every scan is a record or named')), batch).toBe(true);
      for (const [profile, judges] of Object.entries(JUDGES)) {
        for (const judge of judges) expect(lines.filter((line) => line.startsWith(`valid    ${`${batch} ${profile}`.padEnd(14)} ${judge}`)).length, `${batch} ${profile} ${judge}`).toBe(1);
      }
    }
    expect(lines.find((line) => line.includes('demo luu-tru') && line.includes('-bbox'))).toMatch(/[1-9]\d* corrected fields in their places/);
    expect(lines.find((line) => line.includes('demo luu-tru') && line.includes('pyHanko'))).toContain('B-B, 29 files');
    expect(lines.at(-1)).toMatch(/^every judge says valid/);
    expect(exitCode).toBe(0);
  });

  it('fails where there is nothing to judge', async (context) => {
    needJudges(context, 'veraPDF');
    const { exitCode, lines } = await judgePackages([await makeTempFolder()]);
    expect(lines.join('\n')).toContain('REFUSED');
    expect(exitCode).toBe(1);
  });

  it('fails where a good file is not read, and names it', async (context) => {
    needJudges(context, 'veraPDF', 'pyHanko');
    needEarkJudges(context, 'commons-ip', 'eark-validator', 'xmllint with schemas');
    const scans = join(await makeTempFolder(), 'scans');
    await mkdir(scans);
    await copyFile(inRepository('resources/samples/pages/Quyết định 2.jpg'), join(scans, 'tốt.jpg'));
    await writeFile(join(scans, 'hỏng.pdf'), '%PDF-1.7\nkhông còn gì');
    const { exitCode, lines } = await judgePackages([scans]);
    expect(lines.filter((line) => line.startsWith('named'))).toEqual([expect.stringContaining('hỏng.pdf [')]);
    expect(lines.join('\n')).toContain('hỏng.pdf: not read');
    expect(lines.filter((line) => line.startsWith('REFUSED'))).toHaveLength(1);
    expect(exitCode).toBe(1);
  });

  it('fails where judges are missing, and says which by name', async () => {
    const { exitCode, lines } = await judgePackages([], { SOHOA_JUDGES: await makeTempFolder() });
    for (const judge of ['veraPDF', 'bagit-python', 'bagit-profile', 'openpyxl', 'jsonschema', 'pyHanko', 'commons-ip', 'eark-validator', 'xmllint with schemas']) expect(lines.some((line) => line.startsWith('REFUSED') && line.includes(`${judge}: not installed`)), judge).toBe(true);
    expect(exitCode).toBe(1);
  });
});

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDigitize, type DigitizeOptions, type DigitizeOutcome } from '../../../backend/digitize/run-digitize.ts';
import { createTerminalIo } from '../../../backend/commands/terminal-io.ts';
import { asSources, createTempDir, openTestBackend, TEXT_STEPS } from '../../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let said: string;
beforeEach(async () => {
  temp = await createTempDir();
  said = '';
  await mkdir(path.join(temp.dir, 'in'));
});
afterEach(() => temp.remove());

const scan = (name: string, text: string): Promise<void> => writeFile(path.join(temp.dir, 'in', name), text);
function digitize(options: Partial<DigitizeOptions> = {}): Promise<DigitizeOutcome> {
  const sink = { write: (text: string) => (said += text) };
  const io = createTerminalIo({ stdout: sink, stderr: sink, json: false, quiet: false, signal: new AbortController().signal });
  return runDigitize({
    inputs: [path.join(temp.dir, 'in')], outDir: path.join(temp.dir, 'out'), recordType: 'auto', profile: 'ho-tich', workers: 2, keepImages: false,
    backend: { stepsModule: TEXT_STEPS, steps: { expandSources: asSources, verifyPackage: async (dir) => ({ ok: (await readFile(path.join(dir, 'bagit.txt'), 'utf8')).startsWith('{'), files: 1, bytes: 1, findings: [] }) } },
    ...options,
  }, io);
}
const lines = async (): Promise<readonly { file: string; files: string[]; recordType: string | null; fields: Record<string, { value: string }>; text: string }[]> =>
  (await readFile(path.join(temp.dir, 'out', 'records.jsonl'), 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as never);

describe('digitize', () => {
  it('writes one line per record in input order, one text per page, the package and the report', async () => {
    await scan('b.txt', 'KS so=2 nksHoTen=LÊ_B');
    await scan('a.txt', 'KS so=1\n---\nmore trang hai\n---\nblank\n---\nbroken');
    await scan('c.txt', 'giấy mời');
    const { report, exitCode } = await digitize();
    expect(exitCode).toBe(1);
    expect((await lines()).map((line) => [line.file, line.files, line.recordType, line.fields['so']?.value, line.text])).toEqual([
      ['a.txt', ['a.txt'], 'KS', '1', 'KS so=1\nmore trang hai'], ['b.txt', ['b.txt'], 'KS', '2', 'KS so=2 nksHoTen=LÊ_B'], ['c.txt', ['c.txt'], null, undefined, 'giấy mời'],
    ]);
    expect((await readdir(path.join(temp.dir, 'out', 'pages'))).sort()).toEqual(['a.txt.1.txt', 'a.txt.2.txt', 'a.txt.3.txt', 'b.txt.txt', 'c.txt.txt']);
    expect(report).toMatchObject({ files: 3, pagesIn: 6, pagesOut: 4, pagesBlank: 1, pagesFailed: 1, pagesSkipped: 0, duplicates: 0, records: 3, recordsByType: { KS: 2, unknown: 1 }, engine: 'text-steps 1' });
    expect(report.failures).toMatchObject([{ file: 'a.txt', page: 4, code: 'page-unreadable', retry: 'rescan' }]);
    expect(report.blankPages).toEqual([{ file: 'a.txt', page: 3 }]);
    expect(report.peakMemoryBytes).toBeGreaterThan(50e6);
    expect(report.package).toMatchObject({ verified: true });
    expect(JSON.parse(await readFile(path.join(temp.dir, 'out', 'report.json'), 'utf8'))).toEqual(report);
  });

  it('does on a kept workspace only what is missing: new files are read, a known package is used again', async () => {
    const workspaceDir = path.join(temp.dir, 'ws');
    await scan('a.txt', 'KS so=1');
    await digitize({ workspaceDir });
    expect(said).toContain('Đóng gói');
    said = '';
    await digitize({ workspaceDir });
    expect(said).not.toContain('Đóng gói');
    await scan('0.txt', 'KS so=0');
    const { report } = await digitize({ workspaceDir });
    expect(said).toContain('Đóng gói');
    expect(report).toMatchObject({ files: 2, records: 2 });
    expect((await lines()).map((line) => line.file)).toEqual(['0.txt', 'a.txt']);
    const backend = await openTestBackend(temp.dir);
    const reads = await backend.parts.db.selectFrom('pages').select('reads').execute();
    expect(reads.map((page) => page.reads)).toEqual([1, 1]);
    await backend.close();
  });

  it('reads a file again when it has changed, and builds a damaged package again', async () => {
    const workspaceDir = path.join(temp.dir, 'ws');
    await scan('a.txt', 'KS so=1');
    await digitize({ workspaceDir });
    await scan('a.txt', 'KS so=15');
    await digitize({ workspaceDir });
    expect((await lines()).map((line) => line.fields['so']?.value)).toEqual(['15']);
    const built = (await readdir(path.join(workspaceDir, 'packages'))).sort().at(-1) ?? '';
    await rm(path.join(workspaceDir, 'packages', built), { recursive: true });
    const { exitCode } = await digitize({ workspaceDir });
    expect(exitCode).toBe(0);
  });

  it('keeps the pictures of each step when asked, and makes no package when told so', async () => {
    await scan('a.txt', 'KS so=1');
    const { report } = await digitize({ keepImages: true, profile: 'none' });
    expect(report.package).toBeNull();
    expect((await readdir(path.join(temp.dir, 'out', 'pages'))).sort()).toEqual(['a.txt.1-original.jpg', 'a.txt.2-delivered.jpg', 'a.txt.3-reading.jpg', 'a.txt.txt']);
  });

  it('names two files of one name apart', async () => {
    await mkdir(path.join(temp.dir, 'other'));
    await writeFile(path.join(temp.dir, 'other', 'a.txt'), 'KS so=2');
    await scan('a.txt', 'KS so=1');
    await digitize({ inputs: [path.join(temp.dir, 'in'), path.join(temp.dir, 'other')] });
    expect((await readdir(path.join(temp.dir, 'out', 'pages'))).sort()).toEqual(['a.txt-2.txt', 'a.txt.txt']);
    expect((await lines()).map((line) => line.fields['so']?.value)).toEqual(['1', '2']);
  });

  it('ends well with blank pages only: no record, no package', async () => {
    await scan('a.txt', 'blank');
    const { report, exitCode } = await digitize();
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ pagesIn: 1, pagesOut: 0, pagesBlank: 1, records: 0, package: null });
  });
});

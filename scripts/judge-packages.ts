// Builds both profiles from the demo batch and from real scans, by the program itself, and hands them to every
// outside judge. One line per judge and package; exit 1 when one refuses. Real scans are ../shared/data/real
// where that is, or another folder named in SOHOA_REAL_SCANS (none when it is empty).
//   npm run judge:packages [-- FOLDER]   (a folder of scans instead of both)
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { commonsIp } from '../tests/support/eark-judges.ts';
import { bagitProfile, bagitPython, openpyxlCells, qpdfCheck, veraPdf } from '../tests/support/judges.ts';

const inRepository = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [folder] = process.argv.slice(2);
const real = process.env['SOHOA_REAL_SCANS'] ?? inRepository('../shared/data/real');
const both: readonly (readonly [string, string])[] = [['demo', inRepository('resources/samples/pages')], ['real', real]];
const sources = folder !== undefined ? ([['scans', folder]] as const) : both.filter(([, path]) => path !== '' && existsSync(path));
let refusals = 0;

function say(what: string, judge: string, isValid: boolean, said = ''): void {
  if (!isValid) refusals += 1;
  console.log(`${isValid ? 'valid  ' : 'REFUSED'}  ${what.padEnd(16)} ${judge}${isValid ? '' : `\n${said.slice(0, 2000)}`}`);
}

const sohoa = (...words: readonly string[]): { status: number | null; text: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [inRepository('scripts/sohoa.mjs'), ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, text: stdout + stderr };
};

async function judge(what: string, profile: 'ho-tich' | 'luu-tru', dir: string): Promise<void> {
  const files = (await readdir(dir, { recursive: true })).map((path) => join(dir, path)).toSorted();
  const own = sohoa('verify', dir);
  say(what, 'sohoa verify', own.status === 0, own.text);
  const bag = await bagitPython(dir);
  say(what, 'bagit-python', bag.ok, bag.stderr);
  const kept = await bagitProfile(dir, `urn:sohoa:bagit-profile:${profile}:1`, inRepository(`resources/packaging/bagit/${profile}.json`));
  say(what, 'bagit-profile', kept.ok, kept.stderr);
  const pdfs = files.filter((path) => path.endsWith('.pdf') && !path.includes('rep2'));
  const { refused, said } = await veraPdf(pdfs);
  say(what, `veraPDF 2u, ${pdfs.length} files`, pdfs.length > 0 && refused.length === 0, said);
  const broken = (await Promise.all(pdfs.map(qpdfCheck))).filter(({ ok }) => !ok);
  say(what, 'qpdf --check', broken.length === 0, broken[0]?.stderr);
  if (profile === 'luu-tru') {
    const [name = ''] = await readdir(join(dir, 'data'));
    const { result, failed } = await commonsIp(join(dir, 'data', name));
    say(what, 'commons-ip', result === 'VALID', failed.join('\n'));
  }
  for (const workbook of files.filter((path) => path.endsWith('.xlsx'))) say(what, `openpyxl ${workbook.slice(dir.length + 6)}`, (await openpyxlCells(workbook)) !== undefined);
}

const work = await mkdtemp(join(tmpdir(), 'sohoa-judge-'));
try {
  for (const [name, folder] of sources) {
    for (const profile of ['ho-tich', 'luu-tru'] as const) {
      const out = join(work, `${name}-${profile}`);
      const { status, text } = sohoa('digitize', folder, '--out', out, '--profile', profile, '--workspace', join(work, `${name}-workspace`), '--quiet');
      if (status !== 0 && status !== 1) say(`${name} ${profile}`, 'sohoa digitize', false, text);
      else await judge(`${name} ${profile}`, profile, join(out, 'package'));
    }
  }
} finally {
  await rm(work, { recursive: true, force: true });
}
console.log(refusals === 0 ? 'every judge says valid' : `${refusals} refusals`);
process.exitCode = refusals === 0 ? 0 : 1;

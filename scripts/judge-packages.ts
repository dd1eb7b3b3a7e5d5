// Builds every profile from the demo batch and from real scans, by the program itself, and hands the packages to
// every outside judge. Each batch is read once and packed once for each profile: civil-status (unsigned), archive
// (signed; the real one with a time stamp) and general guide. What the machine misread of the demo batch is first
// corrected, so that corrections are judged too. One line per judge and package; exit 1 when one refuses or is
// missing. Real scans are ../shared/data/real where that is, or the folder in SOHOA_REAL_SCANS (none when it is empty).
// With SOHOA_JUDGED=DIR workspaces and packages stay there, and what was read is not read again.
//   npm run judge:packages [-- FOLDER]   (a folder of scans instead of both)
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { PackageToJudge, Ruling } from '../tests/support/judge-package.ts';
import { judgePackage, missingForPackages } from '../tests/support/judge-package.ts';
import { readRecords } from '../tests/support/judge-text-layer.ts';
import { runSohoa } from '../tests/support/run-sohoa.ts';
import { correctByTruth } from '../tests/support/sample-clerk.ts';
import type { SigningKeys } from '../tests/support/signing-keys.ts';
import { makeSigningKeys, PASSWORD, startTimestampServer } from '../tests/support/signing-keys.ts';

const inRepository = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const PROFILES = ['ho-tich', 'luu-tru', 'cv-7197'] as const;
/** No scans: what people wrote about them. */
const NO_SCAN = /\.(txt|md|json)$/;
/** Files that are there because they cannot all be read. */
const MAY_FAIL = /^defects\//;

type Batch = { readonly name: string; readonly scans: string; /** What stands on its pages, where that is known. */ readonly truth?: string; readonly isTimed: boolean };
type Tools = { readonly work: string; readonly keys: SigningKeys; readonly timestampUrl: string };

let refusals = 0;
const started = performance.now();

function say(what: string, { judge, isValid, said }: Ruling): void {
  if (!isValid) refusals += 1;
  console.log(`${isValid ? 'valid  ' : 'REFUSED'}  ${what.padEnd(14)} ${judge}${isValid ? '' : `\n${said.slice(0, 4000)}`}`);
}

function batches(): readonly Batch[] {
  const [folder] = process.argv.slice(2);
  if (folder !== undefined) return [{ name: 'scans', scans: folder, isTimed: false }];
  const demo: Batch = { name: 'demo', scans: inRepository('resources/samples/pages'), truth: inRepository('resources/samples/truth.json'), isTimed: false };
  const real = process.env['SOHOA_REAL_SCANS'] ?? inRepository('../shared/data/real');
  if (real !== '' && existsSync(real)) return [demo, { name: 'real', scans: real, isTimed: true }];
  console.log(`real scans: not judged, they are not here (${real === '' ? 'SOHOA_REAL_SCANS is empty' : '../shared/data/real'})`);
  return [demo];
}

const reportSchema = z.object({ pagesIn: z.number(), pagesOut: z.number(), pagesFailed: z.number(), pagesBlank: z.number(), duplicates: z.number(), records: z.number(), failures: z.array(z.object({ file: z.string(), code: z.string(), message: z.string() })) });

/** Reads the scans into a workspace; every file has to come out as a record, or be named with the reason. */
async function read({ name, scans, truth }: Batch, workspace: string, out: string): Promise<boolean> {
  const run = await runSohoa(['digitize', scans, '--out', out, '--profile', 'none', '--workspace', workspace, '--json', '--quiet']);
  if (run.exitCode !== 0 && run.exitCode !== 1) {
    say(name, { judge: 'sohoa digitize', isValid: false, said: run.stdout + run.stderr });
    return false;
  }
  const report = reportSchema.parse(JSON.parse(run.stdout));
  for (const { file, code, message } of report.failures) console.log(`named    ${name.padEnd(14)} ${file} [${code}] ${message}`);
  const files = (await readdir(scans, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && !NO_SCAN.test(entry.name)).map((entry) => entry.name.normalize('NFC'));
  const known = new Set([...(await readRecords(join(out, 'records.jsonl'))).flatMap((record) => record.files), ...report.failures.map(({ file }) => file.slice(file.lastIndexOf('/') + 1).normalize('NFC'))]);
  const lost = files.filter((file) => !known.has(file));
  const unread = report.failures.map(({ file }) => file).filter((file) => !MAY_FAIL.test(file));
  const judge = `every scan is a record or named: ${files.length} files, ${report.pagesIn} pages, ${report.records} records, ${report.pagesFailed} failed, ${report.pagesBlank} blank, ${report.duplicates} twice`;
  say(name, { judge, isValid: lost.length <= report.pagesBlank + report.duplicates && unread.length === 0, said: [...lost.map((file) => `${file}: neither (or blank)`), ...unread.map((file) => `${file}: not read`)].join('\n') });
  if (truth !== undefined) say(name, { judge: `${await correctByTruth(workspace, truth)} fields typed by a clerk`, isValid: true, said: '' });
  return true;
}

async function pack(profile: (typeof PROFILES)[number], { isTimed }: Batch, { workspace, out, tools }: { workspace: string; out: string; tools: Tools }): Promise<Awaited<ReturnType<typeof runSohoa>>> {
  const list = z.object({ batches: z.array(z.object({ id: z.string() })) }).parse(JSON.parse((await runSohoa(['batch', 'list', '--workspace', workspace, '--json'])).stdout));
  const signing = ['--sign-file', tools.keys.p12, '--sign-role', 'Văn thư', ...(isTimed ? ['--timestamp', tools.timestampUrl] : [])];
  const options = {
    'ho-tich': ['--workbook', isTimed ? 'older' : 'current'],
    'luu-tru': ['--agency-code', 'H47.99', '--agency-name', 'UBND xã Tam Thanh', '--file-code', 'H47.99.2026.01', '--retention', '01', '--access', '01', ...signing],
    'cv-7197': ['--agency-code', 'H47.99', '--agency-name', 'UBND xã Tam Thanh', ...(isTimed ? ['--no-sign'] : signing)],
  }[profile];
  return runSohoa(['package', list.batches[0]?.id ?? '', '--profile', profile, '--out', out, '--workspace', workspace, '--number-collisions', '--quiet', ...options], { env: { SOHOA_SIGNING_SECRET: PASSWORD } });
}

/** Whether its packages are signed: civil-status files go unsigned, and so does one guide package, which has to say so. */
const signedBy = (profile: (typeof PROFILES)[number], isTimed: boolean, keys: SigningKeys): PackageToJudge['signed'] =>
  profile === 'ho-tich' || (profile === 'cv-7197' && isTimed) ? null : { rootCertificate: keys.root, isTimed };

async function judgeBatch(batch: Batch, tools: Tools): Promise<void> {
  const workspace = join(tools.work, batch.name, 'workspace');
  if (!(await read(batch, workspace, join(tools.work, batch.name, 'read')))) return;
  for (const profile of PROFILES) {
    const dir = join(tools.work, batch.name, profile);
    const what = `${batch.name} ${profile}`;
    const run = await pack(profile, batch, { workspace, out: dir, tools });
    // 4: our own check has something to say, which is what the judges are asked about as well.
    if (run.exitCode !== 0 && run.exitCode !== 4) say(what, { judge: 'sohoa package', isValid: false, said: run.stdout + run.stderr });
    else for await (const ruling of judgePackage({ dir, profile, signed: signedBy(profile, batch.isTimed, tools.keys), scans: batch.scans })) say(what, ruling);
  }
}

async function judgeAll(): Promise<void> {
  const missing = missingForPackages();
  for (const judge of missing) say('', { judge: `${judge}: not installed`, isValid: false, said: '.ci/judges/install.sh and install-eark.sh install it' });
  if (missing.length > 0) return;
  const kept = process.env['SOHOA_JUDGED'];
  const work = kept ?? (await mkdtemp(join(tmpdir(), 'sohoa-judge-')));
  const keys = await makeSigningKeys(join(work, 'keys'));
  const server = await startTimestampServer(keys);
  try {
    for (const batch of batches()) await judgeBatch(batch, { work, keys, timestampUrl: server.url });
  } finally {
    await server.close();
    if (kept === undefined) await rm(work, { recursive: true, force: true });
  }
}

await judgeAll();
console.log(`${refusals === 0 ? 'every judge says valid' : `${refusals} refusals`}, ${Math.round((performance.now() - started) / 1000)} s`);
process.exitCode = refusals === 0 ? 0 : 1;

// Outside judges of what we write: validators and readers that share no code with us. .ci/judges/install.sh
// puts them into SOHOA_JUDGES. Where one is missing its tests say so by name; with CI=true they fail.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';

const HOME = process.env['SOHOA_JUDGES'] ?? fileURLToPath(new URL('../../.cache/judges', import.meta.url));
const PYTHON = join(HOME, 'python', 'bin', 'python');
const VERAPDF = join(HOME, 'verapdf', 'cli-1.30.2.jar');

export type Ruling = { readonly ok: boolean; readonly stdout: string; readonly stderr: string };

const onPath = (command: string): boolean => (process.env['PATH'] ?? '').split(delimiter).some((dir) => existsSync(join(dir, command)));
const library = (name: string): boolean => existsSync(PYTHON) && ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14'].some((version) => existsSync(join(HOME, 'python', 'lib', `python${version}`, 'site-packages', name)));

const JUDGES = {
  veraPDF: () => existsSync(VERAPDF) && onPath('java'),
  'bagit-python': () => library('bagit.py') || library('bagit'),
  'ocfl-py': () => existsSync(join(HOME, 'python', 'bin', 'ocfl-validate.py')),
  openpyxl: () => library('openpyxl'),
  qpdf: () => onPath('qpdf'),
  pdftotext: () => onPath('pdftotext'),
  'bagit-profile': () => library('bagit_profile.py') || library('bagit_profile'),
  jsonschema: () => library('jsonschema'),
  pyHanko: () => existsSync(join(HOME, 'python', 'bin', 'pyhanko')),
  SoftHSM2: () => onPath('softhsm2-util') && onPath('pkcs11-tool'),
  openssl: () => onPath('openssl'),
} as const;
export type JudgeName = keyof typeof JUDGES;

/** At the start of a test: goes on only when the judges are there. */
export function needJudges(context: TestContext, ...names: readonly JudgeName[]): void {
  const missing = names.filter((name) => !JUDGES[name]());
  if (missing.length === 0) return;
  const say = `judge not installed: ${missing.join(', ')} (.ci/judges/install.sh installs it)`;
  if (process.env['CI'] !== undefined && process.env['CI'] !== 'false') throw new Error(say);
  process.stderr.write(`${say}\n`);
  context.skip(say);
}

const execute = promisify(execFile);

async function run(command: string, words: readonly string[]): Promise<Ruling> {
  try {
    const { stdout, stderr } = await execute(command, [...words], { maxBuffer: 256 * 1024 * 1024, env: { ...process.env, PYTHONUTF8: '1' } });
    return { ok: true, stdout, stderr };
  } catch (error) {
    if (!(error instanceof Error) || !('stdout' in error) || !('stderr' in error) || !('code' in error) || typeof error.code !== 'number') throw error;
    return { ok: false, stdout: String(error.stdout), stderr: String(error.stderr) };
  }
}

/** PDF/A-2u of all `paths` in one go; `refused` are those it does not pass. */
export async function veraPdf(paths: readonly string[], flavour: '2u' | '2b' = '2u'): Promise<{ refused: readonly string[]; said: string }> {
  const { stdout, stderr } = await run('java', ['-jar', VERAPDF, '-f', flavour, '--format', 'text', '-v', ...paths]);
  const passed = new Set(stdout.split('\n').flatMap((line) => /^PASS (.+) \S+$/.exec(line)?.[1] ?? []));
  return { refused: paths.filter((path) => !passed.has(path)), said: stdout + stderr };
}

const CHECK_PROFILE = `
import sys, bagit, bagit_profile
profile = bagit_profile.Profile(sys.argv[2], profile=open(sys.argv[3], encoding='utf-8').read())
sys.exit(0 if profile.validate(bagit.Bag(sys.argv[1])) else str(profile.report))
`;

/** Does the bag keep the profile that it names? */
export const bagitProfile = (dir: string, identifier: string, profileFile: string): Promise<Ruling> => run(PYTHON, ['-c', CHECK_PROFILE, dir, identifier, profileFile]);

const CHECK_JSON = `
import json, sys, jsonschema
schema = json.load(open(sys.argv[1], encoding='utf-8'))
for path in sys.argv[2:]:
    jsonschema.validate(json.load(open(path, encoding='utf-8')), schema)
`;

/** Are the JSON documents what the schema says? */
export const jsonSchema = (schema: string, files: readonly string[]): Promise<Ruling> => run(PYTHON, ['-c', CHECK_JSON, schema, ...files]);

/** What pyHanko says of a PDF's signatures, certificates judged by `rootCertificate`. */
export const pyHanko = (pdf: string, rootCertificate: string): Promise<Ruling> => run(join(HOME, 'python', 'bin', 'pyhanko'), ['sign', 'validate', '--trust', rootCertificate, '--pretty-print', pdf]);

export const bagitPython = (dir: string): Promise<Ruling> => run(PYTHON, ['-m', 'bagit', '--validate', '--quiet', dir]);

/** The storage root and every object in it: asked for the root alone, ocfl-py does not count what is wrong with an object. */
export async function ocflPy(root: string): Promise<Ruling> {
  const marks = (await readdir(root, { recursive: true })).filter((path) => /[\\/]0=ocfl_object_/.test(path));
  return run(PYTHON, [join(HOME, 'python', 'bin', 'ocfl-validate.py'), root, ...marks.map((path) => join(root, dirname(path)))]);
}
export const qpdfCheck = (path: string): Promise<Ruling> => run('qpdf', ['--check', path]);

/** Text in the order of the page's content, as copying from a viewer gives it. */
export async function pdfToText(path: string, order: '-raw' | '-layout' = '-raw'): Promise<string> {
  const { ok, stdout, stderr } = await run('pdftotext', [order, '-enc', 'UTF-8', path, '-']);
  if (!ok) throw new Error(stderr);
  return stdout;
}

const READ_SHEET = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps({sheet.title: [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}))
`;

/** Every cell of every sheet; undefined when openpyxl refuses the file. Cells that are no text keep their type. */
export async function openpyxlCells(path: string): Promise<Readonly<Record<string, readonly (readonly unknown[])[]>> | undefined> {
  const { ok, stdout } = await run(PYTHON, ['-c', READ_SHEET, path]);
  return ok ? (JSON.parse(stdout) as Record<string, unknown[][]>) : undefined;
}

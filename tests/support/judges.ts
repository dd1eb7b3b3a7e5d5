// Outside judges of what we write: validators and readers that share no code with us. .ci/judges/install.sh
// puts them into SOHOA_JUDGES. Where one is missing its tests say so by name; with CI=true they fail.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';
import { z } from 'zod';

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
  zipfile: () => existsSync(PYTHON),
} as const;
export type JudgeName = keyof typeof JUDGES;

/** Those that are not installed, by name. */
export const missingJudges = (names: readonly JudgeName[]): readonly JudgeName[] => names.filter((name) => !JUDGES[name]());

/** At the start of a test: goes on only when the judges are there. */
export function needJudges(context: TestContext, ...names: readonly JudgeName[]): void {
  const missing = missingJudges(names);
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

const REFUSED_JSON = `
import json, sys, jsonschema
schema = json.load(open(sys.argv[1], encoding='utf-8'))
for path in sys.argv[2:]:
    if not jsonschema.Draft202012Validator(schema).is_valid(json.load(open(path, encoding='utf-8'))):
        print(path)
`;

/** Those of the JSON documents that the schema refuses. */
export async function refusedByJsonSchema(schema: string, files: readonly string[]): Promise<readonly string[]> {
  const { ok, stdout, stderr } = await run(PYTHON, ['-c', REFUSED_JSON, schema, ...files]);
  if (!ok) throw new Error(stderr);
  return stdout.split('\n').filter(Boolean);
}

/** What pyHanko says of a PDF's signatures, certificates judged by `rootCertificate`. */
export const pyHanko = (pdf: string, rootCertificate: string): Promise<Ruling> => run(join(HOME, 'python', 'bin', 'pyhanko'), ['sign', 'validate', '--trust', rootCertificate, '--pretty-print', pdf]);

const CHECK_SIGNATURES = `
import json, sys
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
root = load_cert_from_pemder(sys.argv[1])
trust = lambda: ValidationContext(trust_roots=[root])
for path in sys.argv[2:]:
    found = []
    with open(path, 'rb') as file:
        for signature in PdfFileReader(file).embedded_signatures:
            status = validate_pdf_signature(signature, trust(), ts_validation_context=trust())
            found.append({'isValid': status.bottom_line, 'coverage': status.coverage.name, 'isTimed': status.timestamp_validity is not None})
    print(json.dumps(found))
`;
const signatureRulings = z.array(z.object({ isValid: z.boolean(), coverage: z.string(), isTimed: z.boolean() }));

/** pyHanko on many files in one go: the signatures of each, certificates and time stamps judged by `rootCertificate`. */
export async function pyHankoSignatures(pdfs: readonly string[], rootCertificate: string): Promise<readonly z.infer<typeof signatureRulings>[]> {
  const { ok, stdout, stderr } = await run(PYTHON, ['-c', CHECK_SIGNATURES, rootCertificate, ...pdfs]);
  if (!ok) throw new Error(stderr);
  return stdout.trim().split('\n').map((line) => signatureRulings.parse(JSON.parse(line)));
}

export const bagitPython = (dir: string): Promise<Ruling> => run(PYTHON, ['-m', 'bagit', '--validate', '--quiet', dir]);

/** The storage root and every object in it: asked for the root alone, ocfl-py does not count what is wrong with an object. */
export async function ocflPy(root: string): Promise<Ruling> {
  const marks = (await readdir(root, { recursive: true })).filter((path) => /[\\/]0=ocfl_object_/.test(path));
  return run(PYTHON, [join(HOME, 'python', 'bin', 'ocfl-validate.py'), root, ...marks.map((path) => join(root, dirname(path)))]);
}

/** A script run by the judges' Python, with their libraries. */
export const runJudgePython = async (script: string, ...words: readonly string[]): Promise<void> => {
  const { ok, stderr } = await run(PYTHON, ['-c', script, ...words]);
  if (!ok) throw new Error(stderr);
};
/** Python's own reader of zips, which opens every file in it. */
export const zipTest = (path: string): Promise<Ruling> => run(PYTHON, ['-m', 'zipfile', '-t', path]);
export const zipFolder = (dir: string, path: string): Promise<void> => runJudgePython('import shutil, sys; shutil.make_archive(sys.argv[2].removesuffix(".zip"), "zip", sys.argv[1])', dir, path);

export const qpdfCheck = (path: string): Promise<Ruling> => run('qpdf', ['--check', path]);

/** Text in the order of the page's content, as copying from a viewer gives it. */
export async function pdfToText(path: string, order: '-raw' | '-layout' = '-raw'): Promise<string> {
  const { ok, stdout, stderr } = await run('pdftotext', [order, '-enc', 'UTF-8', path, '-']);
  if (!ok) throw new Error(stderr);
  return stdout;
}

export type PlacedWord = { readonly text: string; /** From the left and the top of the page, as shares of its width and height. */ readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Of the markup that poppler and ALTO use. */
export const plainText = (markup: string): string => markup.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) =>
  hex !== undefined ? String.fromCodePoint(parseInt(hex, 16)) : decimal !== undefined ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name ?? ''] ?? whole));

/** The words of each page and where they lie. */
export async function pdfToWords(path: string): Promise<readonly (readonly PlacedWord[])[]> {
  const { ok, stdout, stderr } = await run('pdftotext', ['-raw', '-bbox', '-enc', 'UTF-8', path, '-']);
  if (!ok) throw new Error(stderr);
  return [...stdout.matchAll(/<page width="([\d.]+)" height="([\d.]+)">([\s\S]*?)<\/page>/g)].map(([, width, height, inner = '']) =>
    [...inner.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([\s\S]*?)<\/word>/g)].map(([, x0, y0, x1, y1, text = '']) => ({
      text: plainText(text), x0: Number(x0) / Number(width), y0: Number(y0) / Number(height), x1: Number(x1) / Number(width), y1: Number(y1) / Number(height),
    })));
}

const READ_SHEETS = `
import json, sys, openpyxl
for path in sys.argv[1:]:
    book = openpyxl.load_workbook(path)
    print(json.dumps({sheet.title: [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}))
`;

/** By sheet. Cells that are no text keep their type. */
export type Cells = Readonly<Record<string, readonly (readonly unknown[])[]>>;

/** Every cell of every sheet of many files, read in one go; undefined when openpyxl refuses one of them. */
export async function openpyxlBooks(paths: readonly string[]): Promise<readonly Cells[] | undefined> {
  const { ok, stdout } = await run(PYTHON, ['-c', READ_SHEETS, ...paths]);
  return ok ? stdout.trim().split('\n').map((line) => JSON.parse(line) as Cells) : undefined;
}

export const openpyxlCells = async (path: string): Promise<Cells | undefined> => (await openpyxlBooks([path]))?.[0];

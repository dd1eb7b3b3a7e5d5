// Every outside judge that is apt for a package of ours, one after another: what each says of it. Used by
// scripts/judge-packages.ts on whole batches. The judges themselves: judges.ts, eark-judges.ts.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Verification } from '../../shared/api/packages.ts';
import { verificationSchema } from '../../shared/api/packages.ts';
import { mapAhead } from '../../backend/packaging/map-ahead.ts';
import { commonsIp, earkValidator, faultsByOwnSchema, missingEarkJudges, OF_ANOTHER_VERSION, schemaFaults, sipDocuments } from './eark-judges.ts';
import { readRecords, sipTextFaults, textFaults } from './judge-text-layer.ts';
import { workbookFaults } from './judge-workbooks.ts';
import { bagitProfile, bagitPython, missingJudges, pyHankoSignatures, qpdfCheck, refusedByJsonSchema, veraPdf } from './judges.ts';
import { runSohoa } from './run-sohoa.ts';

export type PackageToJudge = {
  readonly dir: string;
  readonly profile: 'ho-tich' | 'luu-tru' | 'cv-7197';
  /** Null: it is unsigned and must say so. */
  readonly signed: { readonly rootCertificate: string; readonly isTimed: boolean } | null;
  /** Folder of the scans that went in, whose bytes an archive package keeps. */
  readonly scans: string;
};
export type Ruling = { readonly judge: string; readonly isValid: boolean; readonly said: string };

/** By name; empty when every judge is there. */
export const missingForPackages = (): readonly string[] => [
  ...missingJudges(['veraPDF', 'bagit-python', 'bagit-profile', 'qpdf', 'openpyxl', 'pdftotext', 'jsonschema', 'pyHanko', 'openssl']),
  ...missingEarkJudges(['commons-ip', 'eark-validator', 'xmllint with schemas']),
];

const ruling = (judge: string, faults: readonly string[] | string): Ruling => ({ judge, isValid: faults.length === 0, said: typeof faults === 'string' ? faults : faults.slice(0, 20).join('\n') });
const verdict = (judge: string, { ok, stdout, stderr }: { ok: boolean; stdout: string; stderr: string }): Ruling => ({ judge, isValid: ok, said: `${stdout}${stderr}` });

export async function* judgePackage(pack: PackageToJudge): AsyncGenerator<Ruling> {
  const { dir, profile } = pack;
  const files = (await readdir(dir, { recursive: true })).map((path) => join(dir, path)).toSorted();
  const pdfs = files.filter((path) => path.endsWith('.pdf') && !path.includes('/rep2/'));
  if (profile !== 'cv-7197') {
    const own = await runSohoa(['verify', dir]);
    yield ruling('sohoa verify', own.exitCode === 0 ? '' : own.stdout + own.stderr);
  }
  yield verdict('bagit-python', await bagitPython(dir));
  yield verdict('bagit-profile', await bagitProfile(dir, `urn:sohoa:bagit-profile:${profile}:1`, fileURLToPath(new URL(`../../resources/packaging/bagit/${profile}.json`, import.meta.url))));
  const { refused, said } = await veraPdf(pdfs);
  yield { judge: `veraPDF 2u, ${pdfs.length} files`, isValid: pdfs.length > 0 && refused.length === 0, said };
  yield ruling('qpdf --check', await qpdfFaults(pdfs));
  yield* signatures(pack, pdfs);
  if (profile === 'luu-tru') yield* judgeSip(pack);
  else yield ruling(`pdftotext, ${pdfs.length} files word for word`, await textFaults(dir, pdfs));
  const workbooks = files.filter((path) => path.endsWith('.xlsx'));
  if (profile === 'ho-tich') yield ruling(`openpyxl, ${workbooks.length} workbooks`, await workbookFaults(dir, workbooks, await readRecords(join(dir, 'data/records.jsonl'))));
  if (profile === 'cv-7197') yield* judgeGuide(dir, files);
}

async function qpdfFaults(pdfs: readonly string[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for await (const { path, ok, stderr } of mapAhead(pdfs, 3, async (path) => ({ path, ...(await qpdfCheck(path)) }))) if (!ok) faults.push(`${path}: ${stderr}`);
  return faults;
}

async function* signatures({ dir, profile, signed }: PackageToJudge, pdfs: readonly string[]): AsyncGenerator<Ruling> {
  const index = profile === 'luu-tru' ? join(dir, 'data', (await readdir(join(dir, 'data')))[0] ?? '', 'documentation/index.html') : join(dir, 'data/index.html');
  const saysUnsigned = (await readFile(index, 'utf8')).includes('gói này chưa được ký số');
  if (saysUnsigned !== (signed === null)) yield ruling('index page', 'it does not say whether the package is signed');
  if (signed === null) return;
  const found = await pyHankoSignatures(pdfs, signed.rootCertificate);
  const faults = pdfs.filter((_, at) => {
    const [only, ...more] = found[at] ?? [];
    return only === undefined || more.length > 0 || !only.isValid || only.coverage !== 'ENTIRE_FILE' || only.isTimed !== signed.isTimed;
  });
  yield ruling(`pyHanko ${signed.isTimed ? 'B-T' : 'B-B'}, ${pdfs.length} files`, faults);
}

async function* judgeSip({ dir, scans }: PackageToJudge): AsyncGenerator<Ruling> {
  const sip = join(dir, 'data', (await readdir(join(dir, 'data')))[0] ?? '');
  const { result, failed } = await commonsIp(sip);
  yield { judge: 'commons-ip, CSIP and SIP 2.2', isValid: result === 'VALID' && failed.length === 0, said: failed.join('\n') };
  const { structure, schema, errors } = await earkValidator(sip);
  yield { judge: 'eark-validator', isValid: structure === 'WellFormed' && schema === 'VALID' && errors.join() === OF_ANOTHER_VERSION.join(), said: [structure, schema, ...errors].join(' ') };
  const documents = await sipDocuments(sip);
  for (const name of ['mets', 'premis', 'ead3', 'alto'] as const) yield { judge: `xmllint ${name}, ${documents[name].length} files`, isValid: documents[name].length > 0 && (await schemaFaults(name, documents[name])) === '', said: await schemaFaults(name, documents[name]) };
  yield ruling('xmllint, schemas of the package', (await faultsByOwnSchema(join(sip, 'schemas/mets.xsd'), documents.mets)) + (await faultsByOwnSchema(join(sip, 'schemas/premis-v3-0.xsd'), documents.premis)));
  const { faults, words, corrected } = await sipTextFaults(sip);
  yield ruling(`pdftotext -bbox, ${words} words and ${corrected.length} corrected fields in their places`, faults);
  yield ruling('masters byte for byte', await foreignMasters(join(sip, 'representations/rep2/data'), scans));
}

const PIECE_BYTES = 512;
/** A picture lifted out of a PDF has a file's head and end around its bytes, and one in JBIG2 its symbols before it: all else stands in the PDF. */
const LEAST_SAME = 0.8;

function isLiftedFrom(pdf: Buffer, picture: Buffer): boolean {
  const starts = Array.from({ length: Math.floor(picture.length / PIECE_BYTES) }, (_, index) => index * PIECE_BYTES);
  return starts.length > 0 && starts.filter((at) => pdf.includes(picture.subarray(at, at + PIECE_BYTES))).length >= starts.length * LEAST_SAME;
}

/** Masters that are no file of the scans and no picture of a PDF among them. */
async function foreignMasters(dir: string, scans: string): Promise<readonly string[]> {
  const hash = async (path: string): Promise<string> => createHash('sha256').update(await readFile(path)).digest('hex');
  const inside = (await readdir(scans, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const known = new Set(await Promise.all(inside.map(hash)));
  const contents = await Promise.all(inside.filter((path) => path.endsWith('.pdf')).map((path) => readFile(path)));
  const foreign: string[] = [];
  for (const name of await readdir(dir)) {
    const bytes = await readFile(join(dir, name));
    if (!known.has(createHash('sha256').update(bytes).digest('hex')) && !contents.some((pdf) => isLiftedFrom(pdf, bytes))) foreign.push(`${name} is no scan that went in`);
  }
  return foreign;
}

const verificationOf = (json: string): Verification => verificationSchema.parse(JSON.parse(json));

/** A paper that lacks a number or a day is not made whole by packing it: our check and the schemas have to name the same documents, and nothing else. */
async function* judgeGuide(dir: string, files: readonly string[]): AsyncGenerator<Ruling> {
  const documents = (extension: string): string[] => files.filter((path) => path.endsWith(extension) && path.startsWith(join(dir, 'data/')) && !path.startsWith(join(dir, 'data/schemas/')));
  const refused = await refusedByJsonSchema(join(dir, 'data/schemas/cv-7197.schema.json'), documents('.json'));
  const byXml = [...new Set([...(await faultsByOwnSchema(join(dir, 'data/schemas/cv-7197.xsd'), documents('.xml'))).matchAll(/^(.+)\.xml fails to validate$/gm)].map(([, path]) => `${path ?? ''}.json`))].toSorted();
  const wrong = verificationOf((await runSohoa(['verify', dir, '--json'])).stdout).findings.filter(({ ok }) => !ok);
  const named = [...new Set(wrong.filter(({ code }) => code === 'guide-field-wrong').map(({ path = '' }) => join(dir, path)))].toSorted();
  const others = wrong.filter(({ code }) => code !== 'guide-field-wrong').map(({ code, path = '' }) => `${code} ${path}`);
  const total = documents('.json').length;
  yield ruling(`sohoa verify, jsonschema, xmllint alike: ${total - refused.length} of ${total} documents whole`, [...others, ...differences(named, refused, 'jsonschema'), ...differences(named, byXml, 'xmllint')]);
}

const differences = (ours: readonly string[], theirs: readonly string[], judge: string): readonly string[] => [
  ...ours.filter((path) => !theirs.includes(path)).map((path) => `${path} is refused by us and not by ${judge}`), ...theirs.filter((path) => !ours.includes(path)).map((path) => `${path} is refused by ${judge} and not by us`),
];

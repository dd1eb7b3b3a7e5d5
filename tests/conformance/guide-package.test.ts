// A package by the general guide (CV 7197) before judges that share no code with us: its bag, its PDFs, its
// metadata in both forms by the schemas that it carries. And what does not keep the guide, which we refuse too.
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifyPackage } from '../../backend/packaging/verify-package.ts';
import { writeBag } from '../../backend/packaging/write-bag.ts';
import type { PackageRecord } from '../../backend/packaging/package-input.ts';
import { buildPackage } from '../../backend/pipeline/package.ts';
import { faultsByOwnSchema, needEarkJudges } from '../support/eark-judges.ts';
import { createFolderBlobs, stepContext } from '../support/folder-blobs.ts';
import { bagitProfile, bagitPython, jsonSchema, needJudges, pyHanko, veraPdf } from '../support/judges.ts';
import { packageInput, sampleRecord } from '../support/sample-records.ts';
import { makeSigningKeys, PASSWORD, SIGNER } from '../support/signing-keys.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const signal = new AbortController().signal;
const DECISION = { TypeName: 'Quyết định', CodeNumber: '37', CodeNotation: '37/QĐ-UBND', IssuedDate: '18.03.2019', OrganName: 'UBND xã Tam Thanh', Subject: 'Về việc hỗ trợ & cấp <kinh phí>', Keyword: 'hỗ trợ' };
const ARCHIVE = { agencyCode: 'H47.99', agencyName: 'UBND xã Tam Thanh' };
const NAME = 'VB/H47.99_QD_000002_V1_20190318_VeViecHoTroCapKinhPhi';
let dir = '';
let records: PackageRecord[] = [];
let context: ReturnType<typeof stepContext>;

beforeAll(async () => {
  const work = await mkdtemp(join(tmpdir(), 'sohoa-test-'));
  await mkdir(join(work, 'blobs'));
  const blobs = createFolderBlobs(join(work, 'blobs'));
  context = stepContext(blobs);
  records = [await sampleRecord(blobs, 'a'), await sampleRecord(blobs, 'b', { recordType: 'VB', values: DECISION })];
  dir = join(work, 'package');
  await buildPackage(packageInput(dir, records, { profile: 'cv-7197', archive: ARCHIVE }), context);
  return () => rm(work, { recursive: true, force: true });
});

const documents = async (root: string, extension: string): Promise<string[]> => (await readdir(join(root, 'data'), { recursive: true })).filter((path) => path.endsWith(extension) && !path.startsWith('schemas')).map((path) => join(root, 'data', path)).toSorted();
const refusals = async (root: string): Promise<string[]> => (await verifyPackage(root, signal)).findings.filter(({ ok }) => !ok).map(({ code }) => code);

/** Spoiled, with a new bag around it: every checksum is right. */
async function spoiled(spoil: (data: string) => Promise<unknown>): Promise<string> {
  const copy = join(await makeTempFolder(), 'package');
  await cp(dir, copy, { recursive: true });
  await spoil(join(copy, 'data'));
  for (const name of await readdir(copy)) if (name !== 'data') await rm(join(copy, name));
  await writeBag(copy, { batchId: 'batch-1', batchName: 'Sổ khai sinh 2017', createdAt: '2026-11-22T08:30:00.000Z', hashes: ['sha256'], profile: 'cv-7197' }, signal);
  return copy;
}
const edit = async (path: string, change: (text: string) => string): Promise<void> => {
  const before = await readFile(path, 'utf8');
  expect(change(before)).not.toBe(before);
  await writeFile(path, change(before));
};

describe('a package by the general guide', () => {
  it('is sound by our own check, each document called by its code with its metadata beside it', async () => {
    expect(await refusals(dir)).toEqual([]);
    expect((await documents(dir, '.pdf')).map((path) => path.slice(dir.length + 6))).toContain(`${NAME}.pdf`);
    expect(JSON.parse(await readFile(join(dir, 'data', `${NAME}.json`), 'utf8'))).toEqual({
      DocCode: 'H47.99_QĐ_000002_V1', TypeName: 'Quyết định', CodeNumber: '37', CodeNotation: '37/QĐ-UBND', IssuedDate: '2019-03-18', OrganName: 'UBND xã Tam Thanh', Subject: 'Về việc hỗ trợ & cấp <kinh phí>',
      Language: 'Tiếng Việt', PageAmount: 1, Keyword: 'hỗ trợ', ConfidenceLevel: 'Số hóa', Format: 'PDF/A-2u',
    });
  });

  it('is a bag under its profile with PDF/A-2u in it: bagit-python, bagit-profile, veraPDF', async (test) => {
    needJudges(test, 'bagit-python', 'bagit-profile', 'veraPDF');
    expect(await bagitPython(dir)).toMatchObject({ ok: true });
    expect(await bagitProfile(dir, 'urn:sohoa:bagit-profile:cv-7197:1', fileURLToPath(new URL('../../resources/packaging/bagit/cv-7197.json', import.meta.url)))).toMatchObject({ ok: true });
    expect((await veraPdf(await documents(dir, '.pdf'))).refused).toEqual([]);
  });

  it('has metadata that the schemas it carries accept: xmllint, jsonschema', async (test) => {
    needEarkJudges(test, 'xmllint with schemas');
    needJudges(test, 'jsonschema');
    expect(await faultsByOwnSchema(join(dir, 'data/schemas/cv-7197.xsd'), await documents(dir, '.xml'))).toBe('');
    expect(await jsonSchema(join(dir, 'data/schemas/cv-7197.schema.json'), await documents(dir, '.json'))).toMatchObject({ ok: true });
  });

  it('is signed where there is a key, each document, and stays PDF/A-2u: pyHanko, veraPDF', async (test) => {
    needJudges(test, 'pyHanko', 'veraPDF', 'openssl');
    const work = await makeTempFolder();
    const keys = await makeSigningKeys(join(work, 'keys'));
    const signed = join(work, 'package');
    const { signature } = await buildPackage(packageInput(signed, records, { profile: 'cv-7197', archive: ARCHIVE, signing: { key: { kind: 'pkcs12', path: keys.p12 }, secret: PASSWORD, role: 'Văn thư' } }), context);
    expect(signature).toMatchObject({ name: SIGNER, level: 'B-B', role: 'Văn thư' });
    const pdfs = await documents(signed, '.pdf');
    expect(pdfs).toHaveLength(2);
    for (const pdf of pdfs) expect((await pyHanko(pdf, keys.root)).stdout).toContain('The signature is judged VALID');
    expect((await veraPdf(pdfs)).refused).toEqual([]);
    expect(await refusals(signed)).toEqual([]);
    expect(await readFile(join(signed, 'data/index.html'), 'utf8')).toContain(`${SIGNER} ký (PAdES B-B; Văn thư`);
    expect(await readFile(join(dir, 'data/index.html'), 'utf8')).toContain('chưa được ký số');
  });

  it('may say all nine optional fields, which the schemas take in their order: xmllint, jsonschema', async (test) => {
    needEarkJudges(test, 'xmllint with schemas');
    needJudges(test, 'jsonschema');
    const whole = join(await makeTempFolder(), 'package');
    const OPTIONAL = { Language: 'Tiếng Việt', PageAmount: '12', Description: 'Bản chính', InforSign: 'TN', Keyword: 'hỗ trợ', Mode: 'Công khai', ConfidenceLevel: 'Bản chính', Autograph: 'Bút phê của Chủ tịch', Format: 'Bình thường' };
    await buildPackage(packageInput(whole, [await sampleRecord(context.blobs, 'c', { recordType: 'VB', values: { ...DECISION, ...OPTIONAL } })], { profile: 'cv-7197', archive: ARCHIVE }), context);
    const [json = ''] = await documents(whole, '.json');
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(json, 'utf8')))).slice(7)).toEqual(Object.keys(OPTIONAL));
    expect(await faultsByOwnSchema(join(whole, 'data/schemas/cv-7197.xsd'), await documents(whole, '.xml'))).toBe('');
    expect(await jsonSchema(join(whole, 'data/schemas/cv-7197.schema.json'), [json])).toMatchObject({ ok: true });
    expect(await refusals(whole)).toEqual([]);
  });

  it('is the same byte for byte when it is built again', async () => {
    const again = join(await makeTempFolder(), 'package');
    await buildPackage(packageInput(again, records, { profile: 'cv-7197', archive: ARCHIVE }), context);
    expect(await readFile(join(again, 'manifest-sha256.txt'), 'utf8')).toBe(await readFile(join(dir, 'manifest-sha256.txt'), 'utf8'));
  });

  it('without an agency code is built, says what is missing, and is refused by our check until it is there', async () => {
    const bare = join(await makeTempFolder(), 'package');
    const { warnings } = await buildPackage(packageInput(bare, records, { profile: 'cv-7197' }), context);
    expect(warnings).toContainEqual({ code: 'guide-missing', detail: { recordId: 'b', field: 'DocCode' } });
    expect(await refusals(bare)).toEqual(['guide-field-wrong', 'guide-field-wrong']);
  });
});

describe('a package that does not keep the guide is refused by our check, in a bag whose checksums are right:', () => {
  it.for<readonly [string, (data: string) => Promise<unknown>, string, 'xml' | 'json' | null]>([
    ['XML without its subject', (data) => edit(join(data, `${NAME}.xml`), (text) => text.replace(/<Subject>.*<\/Subject>\n/, '')), 'guide-documents-differ', 'xml'],
    ['XML that is cut short', (data) => edit(join(data, `${NAME}.xml`), (text) => text.slice(0, -15)), 'guide-unreadable', 'xml'],
    ['JSON without a code', (data) => edit(join(data, `${NAME}.json`), (text) => text.replace(/ "DocCode".*\n/, '')), 'guide-field-wrong', 'json'],
    ['JSON with a field nobody knows', (data) => edit(join(data, `${NAME}.json`), (text) => text.replace('"Keyword"', '"Stichwort"')), 'guide-field-wrong', 'json'],
    ['JSON with a date of another pattern', (data) => edit(join(data, `${NAME}.json`), (text) => text.replace('2019-03-18', '2019-18-03')), 'guide-field-wrong', 'json'],
    ['a number where a text should be', (data) => edit(join(data, `${NAME}.json`), (text) => text.replace('"37",', '37.5,')), 'guide-unreadable', 'json'],
    ['metadata that are missing', (data) => rm(join(data, `${NAME}.xml`)), 'guide-file-missing', null],
    ['a PDF by another name than its code', async (data) => {
      for (const extension of ['pdf', 'json', 'xml']) await rename(join(data, `${NAME}.${extension}`), join(data, `VB/quyet-dinh.${extension}`));
      await edit(join(data, 'records.jsonl'), (text) => text.replaceAll(NAME, 'VB/quyet-dinh'));
    }, 'guide-name-differs', null],
  ])('%s', async ([, spoil, code, judge], test) => {
    const copy = await spoiled(spoil);
    expect(await refusals(copy)).toContain(code);
    if (judge === null) return;
    needEarkJudges(test, 'xmllint with schemas');
    needJudges(test, 'jsonschema');
    if (judge === 'xml') expect(await faultsByOwnSchema(join(copy, 'data/schemas/cv-7197.xsd'), [join(copy, 'data', `${NAME}.xml`)])).not.toBe('');
    else expect((await jsonSchema(join(copy, 'data/schemas/cv-7197.schema.json'), [join(copy, 'data', `${NAME}.json`)])).ok).toBe(false);
  });
});
